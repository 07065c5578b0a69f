import { Pencil, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { api } from '@/api/http'
import { useMay } from '@/api/session'
import type { CustomChoice, CustomField } from '@/api/types'
import { useT } from '@/i18n'
import { useCustomFields, useLabelOf } from '@/records/custom'
import { useSave } from '@/records/save'
import { Button, IconButton } from '@/ui/Button'
import { cx } from '@/ui/cx'
import { Badge } from '@/ui/display'
import { Field } from '@/ui/Field'
import { Card, Form } from '@/ui/layout'
import { Select } from '@/ui/Select'
import { bodyOf, draftOf, isComplete, newField, TYPES, type FieldDraft } from './field-draft'
import css from './settings.module.css'

const KEYS = ['custom-fields', 'accounts', 'account', 'market']

/** The organisation's own fields of accounts. */
export function CustomFieldsCard() {
  const t = useT()
  const may = useMay()
  const fields = useCustomFields()
  const [edited, setEdited] = useState<CustomField | 'new' | null>(null)
  const close = () => setEdited(null)
  return (
    <Card title={t('settings.fields')} actions={may('custom_field', 'create') ? <IconButton label={t('settings.addField')} icon={<Plus />} onPress={() => setEdited('new')} /> : null}>
      {edited === 'new' ? <FieldForm start={newField(fields)} field={null} onDone={close} /> : null}
      {fields.length === 0 && edited === null ? <p className="muted small">{t('settings.fieldsNone')}</p> : null}
      <ul className={css.rows}>
        {fields.map((field) => (
          <li key={field.id}>{edited !== 'new' && edited?.id === field.id ? <FieldForm start={draftOf(field)} field={field} onDone={close} /> : <FieldRow field={field} onEdit={() => setEdited(field)} />}</li>
        ))}
      </ul>
    </Card>
  )
}

function FieldRow({ field, onEdit }: { field: CustomField; onEdit: () => void }) {
  const t = useT()
  const may = useMay()
  const label = useLabelOf()
  const remove = useSave(() => api.delete(`/custom-fields/${field.id}`, field.version), KEYS)
  return (
    <>
      <div className="grow">
        <strong>{label(field)}</strong>
        <div className="muted small">{field.key}</div>
      </div>
      <Badge>{t(`settings.fieldType.${field.type}`)}</Badge>
      {may('custom_field', 'update') ? <IconButton label={t('common.edit')} icon={<Pencil />} onPress={onEdit} /> : null}
      {may('custom_field', 'delete') ? <IconButton label={t('common.delete')} icon={<Trash2 />} onPress={() => remove.mutate()} /> : null}
    </>
  )
}

interface FieldFormProps {
  start: FieldDraft
  /** Null for a new one. */
  field: CustomField | null
  onDone: () => void
}

function FieldForm({ start, field, onDone }: FieldFormProps) {
  const t = useT()
  const [draft, setDraft] = useState(start)
  const set = (patch: Partial<FieldDraft>) => setDraft({ ...draft, ...patch })
  const save = useSave(() => (field ? api.patch(`/custom-fields/${field.id}`, bodyOf(draft), field.version) : api.post('/custom-fields', bodyOf(draft))), KEYS, onDone)
  const complete = isComplete(draft)
  return (
    <Form onSubmit={() => complete && save.mutate()} label={t(field ? 'settings.editField' : 'settings.addField')}>
      <div className="two-columns">
        <Field label={t('settings.labelEn')} value={draft.label_en} onChange={(label_en) => set({ label_en })} isRequired autoFocus maxLength={80} />
        <Field label={t('settings.labelKo')} value={draft.label_ko} onChange={(label_ko) => set({ label_ko })} maxLength={80} />
        <Select label={t('settings.fieldType')} value={draft.type} onChange={(type) => set({ type })} isDisabled={field !== null} options={TYPES.map((id) => ({ id, label: t(`settings.fieldType.${id}`) }))} />
        <Field label={t('settings.fieldKey')} value={draft.key} onChange={(key) => set({ key })} isDisabled={field !== null} hint={t('settings.fieldKeyHint')} placeholder={bodyOf(draft).key} maxLength={40} />
      </div>
      {draft.type === 'choice' ? <Choices choices={draft.choices} fixed={start.choices} onChange={(choices) => set({ choices })} /> : null}
      <div className="row">
        <Button type="submit" variant="primary" isPending={save.isPending} isDisabled={!complete}>
          {t('common.save')}
        </Button>
        <Button onPress={onDone}>{t('common.cancel')}</Button>
      </div>
    </Form>
  )
}

interface ChoicesProps {
  choices: CustomChoice[]
  /** Those there are already keep their keys. */
  fixed: CustomChoice[]
  onChange: (choices: CustomChoice[]) => void
}

function Choices({ choices, fixed, onChange }: ChoicesProps) {
  const t = useT()
  const change = (at: number, patch: Partial<CustomChoice>) => onChange(choices.map((choice, i) => (i === at ? { ...choice, ...patch } : choice)))
  return (
    <fieldset className={cx('stack', css.choices)}>
      <legend className="small muted">{t('settings.choices')}</legend>
      {choices.map((choice, at) => (
        <div key={at} className={css.choice}>
          <Field label={t('settings.labelEn')} value={choice.label_en} onChange={(label_en) => change(at, { label_en })} maxLength={80} />
          <Field label={t('settings.labelKo')} value={choice.label_ko} onChange={(label_ko) => change(at, { label_ko })} maxLength={80} />
          <Field label={t('settings.fieldKey')} value={choice.key} onChange={(key) => change(at, { key })} isDisabled={fixed.some(({ key }) => key === choice.key)} maxLength={40} />
          <IconButton label={t('common.delete')} icon={<Trash2 />} onPress={() => onChange(choices.filter((_, i) => i !== at))} />
        </div>
      ))}
      <div>
        <Button onPress={() => onChange([...choices, { key: '', label_en: '', label_ko: '' }])}>{t('settings.addChoice')}</Button>
      </div>
    </fieldset>
  )
}
