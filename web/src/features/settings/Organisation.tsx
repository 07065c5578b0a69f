import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { api } from '@/api/http'
import { queryClient } from '@/api/client'
import { sessionKey, useMay, useSession } from '@/api/session'
import type { List, Organisation, RegionInfo } from '@/api/types'
import { useT } from '@/i18n'
import { CATEGORY_COLORS, categoryColor } from '@/records/colors'
import { useTags } from '@/records/lookups'
import { useSave } from '@/records/save'
import { Button, IconButton } from '@/ui/Button'
import { Dot, Facts } from '@/ui/display'
import { Field } from '@/ui/Field'
import { Card, Form } from '@/ui/layout'
import css from './settings.module.css'

export function OrganisationCard() {
  const t = useT()
  const may = useMay()
  const { organisation } = useSession()
  const [name, setName] = useState(organisation.name)
  const regions = useQuery({ queryKey: ['regions'], queryFn: () => api.get<List<RegionInfo>>('/regions'), staleTime: Infinity })
  const save = useSave(async () => {
    const { version } = await api.get<Organisation>('/organisation')
    const saved = await api.patch<Organisation>('/organisation', { name: name.trim() }, version)
    queryClient.setQueryData(sessionKey, (session: object | null) => session && { ...session, organisation: saved })
  }, [])
  return (
    <Card title={t('settings.organisation')}>
      {may('organisation', 'update') ? (
        <Form onSubmit={() => name.trim() && save.mutate()} label={t('settings.organisation')}>
          <div className={css.inline}>
            <Field label={t('settings.name')} value={name} onChange={setName} isRequired />
            <Button type="submit" isPending={save.isPending} isDisabled={!name.trim()}>
              {t('common.save')}
            </Button>
          </div>
        </Form>
      ) : null}
      <Facts
        rows={[
          [t('settings.country'), organisation.country],
          [t('settings.currency'), organisation.currency],
          [t('settings.timeZone'), organisation.time_zone],
          [t('settings.regions'), (regions.data?.data ?? []).map((region) => region.name).join(', ')],
        ]}
      />
    </Card>
  )
}

export function Tags() {
  const t = useT()
  const may = useMay()
  const tags = useTags()
  const [name, setName] = useState('')
  const [color, setColor] = useState(0)
  const add = useSave(() => api.post('/tags', { name: name.trim(), color }), ['tags'], () => setName(''))
  const remove = useSave(({ id, version }: { id: string; version: number }) => api.delete(`/tags/${id}`, version), ['tags', 'accounts'])
  return (
    <Card title={t('settings.tags')}>
      <ul className={css.rows}>
        {tags.map((tag) => (
          <li key={tag.id}>
            <Dot color={categoryColor(tag.color)} />
            <span className="grow">{tag.name}</span>
            {may('tag', 'delete') ? <IconButton label={t('common.delete')} icon={<Trash2 />} onPress={() => remove.mutate(tag)} /> : null}
          </li>
        ))}
      </ul>
      {may('tag', 'create') ? (
        <Form onSubmit={() => name.trim() && add.mutate()} label={t('settings.addTag')}>
          <div className={css.inline}>
            <Field label={t('settings.addTag')} value={name} onChange={setName} />
            <Button type="submit" isPending={add.isPending} isDisabled={!name.trim()}>
              {t('common.add')}
            </Button>
          </div>
          <div className={css.swatches} role="group" aria-label={t('settings.color')}>
            {CATEGORY_COLORS.map((value, i) => (
              <button key={value} type="button" aria-label={`${t('settings.color')} ${i + 1}`} aria-pressed={color === i} style={{ background: value }} onClick={() => setColor(i)} />
            ))}
          </div>
        </Form>
      ) : null}
    </Card>
  )
}
