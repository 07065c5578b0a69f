import { fieldOf, type FieldProblem } from '@/api/problem'
import type { CustomField } from '@/api/types'
import { useT } from '@/i18n'
import { useCustomFields, useLabelOf, type CustomValue, type CustomValues } from '@/records/custom'
import { Field, NumberField } from '@/ui/Field'
import { Select } from '@/ui/Select'

const NONE = 'none'
/** As many digits as the service keeps. */
const NUMBER = { maximumFractionDigits: 4 } as const
const TEXT_MAX = 300

export interface CustomFieldsProps {
  values: CustomValues
  onChange: (values: CustomValues) => void
  problems: FieldProblem[]
}

/** The organisation's own fields in the form of an account. */
export function CustomFields({ values, onChange, problems }: CustomFieldsProps) {
  const fields = useCustomFields()
  if (fields.length === 0) return null
  return (
    <div className="two-columns">
      {fields.map((field) => (
        <CustomInput
          key={field.key}
          field={field}
          value={values[field.key]}
          onChange={(value) => onChange({ ...values, [field.key]: value })}
          error={problems.find((problem) => problem.pointer?.startsWith('/custom/') && fieldOf(problem) === field.key)?.message}
        />
      ))}
    </div>
  )
}

interface CustomInputProps {
  field: CustomField
  value: unknown
  onChange: (value: CustomValue) => void
  error: string | undefined
}

function CustomInput({ field, value, onChange, error }: CustomInputProps) {
  const t = useT()
  const label = useLabelOf()
  const common = { label: label(field), error }
  switch (field.type) {
    case 'number':
      return <NumberField {...common} value={typeof value === 'number' ? value : null} onChange={onChange} format={NUMBER} />
    case 'date':
      return <Field {...common} type="date" value={textOf(value)} onChange={(text) => onChange(text || null)} />
    case 'text':
      return <Field {...common} value={textOf(value)} onChange={(text) => onChange(text || null)} maxLength={TEXT_MAX} />
    case 'boolean':
      return (
        <Select
          {...common}
          value={typeof value === 'boolean' ? String(value) : NONE}
          onChange={(id) => onChange(id === NONE ? null : id === 'true')}
          options={[
            { id: NONE, label: t('common.none') },
            { id: 'true', label: t('common.yes') },
            { id: 'false', label: t('common.no') },
          ]}
        />
      )
    case 'choice':
      return (
        <Select
          {...common}
          value={textOf(value) || NONE}
          onChange={(id) => onChange(id === NONE ? null : id)}
          options={[{ id: NONE, label: t('common.none') }, ...field.choices.map((choice) => ({ id: choice.key, label: label(choice) }))]}
        />
      )
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
