import { Download, Plus, Printer, Trash2 } from 'lucide-react'
import { url } from '@/api/http'
import { useMay } from '@/api/session'
import type { Route } from '@/api/types'
import { useFormat, useT, type MessageKey } from '@/i18n'
import words from '@/i18n/messages/en/route.json'
import { AccountPicker } from '@/records/AccountPicker'
import { Button, IconButton, LinkButton } from '@/ui/Button'
import { Badge, Notice, Stats } from '@/ui/display'
import { Section } from '@/ui/layout'
import css from './routes.module.css'
import { useChangeRoute, useDeleteRoute } from './routes'

/** A planned day in figures, what was left out and why, and what can be done with it. */
export function RouteDetails({ route }: { route: Route }) {
  const t = useT()
  const format = useFormat()
  const may = useMay()
  const change = useChangeRoute()
  const remove = useDeleteRoute()
  const ids = route.stops.map(({ account_id }) => account_id)
  const add = (id: string) => change.mutate({ route, patch: { account_ids: [...ids, id] } })
  const mayChange = may('route', 'update')
  return (
    <>
      <Section
        title={t('route.day')}
        actions={
          <span className="row">
            <Badge tone={route.status === 'finished' ? 'good' : 'accent'}>{t(`route.status.${route.status}`)}</Badge>
            {may('route', 'delete') ? <IconButton label={t('common.delete')} icon={<Trash2 />} onPress={() => remove.mutate(route)} /> : null}
          </span>
        }
      >
        <Stats
          items={[
            { label: t('route.visits'), value: format.number(route.stops.length) },
            { label: t('route.distance'), value: format.distance(route.distance_m) },
            { label: t('route.travel'), value: format.duration(route.travel_s) },
            { label: t('route.service'), value: format.duration(route.service_s) },
            { label: t('route.wait'), value: format.duration(route.wait_s) },
            { label: t('route.back'), value: format.time(route.returns_at, route.time_zone) },
          ]}
        />
        {route.is_proven ? <p className="muted small">{t('route.proven')}</p> : null}
        {route.travel_source === 'roads' ? null : <Notice tone="warn">{t('route.greatCircle')}</Notice>}
        <div className="row">
          <LinkButton href={url(`/routes/${route.id}/gpx`)} icon={<Download aria-hidden />} download>
            GPX
          </LinkButton>
          <Button icon={<Printer aria-hidden />} onPress={() => window.print()}>
            {t('route.print')}
          </Button>
        </div>
      </Section>
      {mayChange ? (
        <Section title={t('route.addStop')}>
          <AccountPicker onPick={({ id }) => !ids.includes(id) && add(id)} />
        </Section>
      ) : null}
      {route.unserved.length > 0 ? (
        <Section title={t('route.unserved', { count: route.unserved.length })}>
          <ul className={css.tray}>
            {route.unserved.map(({ account_id, account_name, reason }) => (
              <li key={account_id}>
                <div className="grow">
                  <strong>{account_name}</strong>
                  <div className="muted">{reasonText(t, reason)}</div>
                </div>
                {mayChange ? <IconButton label={t('route.addAnyway', { name: account_name })} icon={<Plus />} onPress={() => add(account_id)} /> : null}
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
    </>
  )
}

/** The reason in the reader's words, or the service's own for one we do not know. */
function reasonText(t: ReturnType<typeof useT>, { code, message }: { code: string; message: string }): string {
  const key = `reason.${code}`
  return key in words ? t(`route.${key}` as MessageKey) : message
}
