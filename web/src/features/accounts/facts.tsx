import type { Account } from '@/api/types'
import { useSession } from '@/api/session'
import { useFormat, useT } from '@/i18n'
import { addressLine } from '@/records/address'
import { useCategoryLabel } from '@/records/categories'
import { useCustomFields, useCustomText, useLabelOf } from '@/records/custom'
import { categoryColor } from '@/records/colors'
import { LifecycleLabel, tierLabel, VisitBadge } from '@/records/labels'
import { Badge, Dot, Facts, Stats } from '@/ui/display'

export function AccountHeader({ account }: { account: Account }) {
  const t = useT()
  return (
    <div className="row" style={{ marginTop: 4 }}>
      <LifecycleLabel code={account.lifecycle} />
      {account.tier ? <Badge>{tierLabel(t, account.tier)}</Badge> : null}
      <VisitBadge status={account.visit_status} />
    </div>
  )
}

/** The account's figures and facts; what is unknown is not listed. */
export function AccountFacts({ account }: { account: Account }) {
  const t = useT()
  const format = useFormat()
  const category = useCategoryLabel()
  const { organisation } = useSession()
  const { site, territory } = account
  const label = useLabelOf()
  const text = useCustomText()
  const own = useCustomFields().map((field): [string, React.ReactNode] => [label(field), text(field, account.custom[field.key])])
  const day = (value: string | null) => (value ? format.date(value) : t('record.never'))
  const rows: [string, React.ReactNode][] = [
    [t('record.address'), addressLine(site)],
    [t('record.category'), account.category ? category(account.category) : null],
    [t('record.owner'), account.owner?.name ?? t('record.noOwner')],
    [
      t('record.territory'),
      territory ? (
        <span className="row" style={{ gap: 6 }}>
          <Dot color={categoryColor(territory.color)} />
          {territory.name}
        </span>
      ) : (
        t('record.noTerritory')
      ),
    ],
    [t('record.lastVisit'), day(account.last_visit_at)],
    [t('record.nextDue'), account.next_due_on ? format.date(account.next_due_on) : null],
    [t('record.openingHours'), site?.opening_hours],
    [t('record.phone'), account.phone ? <a href={`tel:${account.phone}`}>{account.phone}</a> : null],
    [t('record.email'), account.email ? <a href={`mailto:${account.email}`}>{account.email}</a> : null],
    [t('record.website'), account.website ? <Website address={account.website} /> : null],
    [t('record.tags'), account.tags.length > 0 ? account.tags.map(({ name }) => name).join(', ') : null],
    ...own,
    [t('accounts.accessNote'), account.access_note],
    [t('accounts.note'), account.note],
  ]
  return (
    <>
      <Stats
        items={[
          { label: t('record.value'), value: format.money(account.value_12m, organisation.currency) },
          { label: t('record.potential'), value: format.money(account.potential_value, organisation.currency) },
        ]}
      />
      <Facts rows={rows.filter(([, value]) => value !== null && value !== undefined && value !== '')} />
    </>
  )
}

/** Only web addresses become links: an imported text could be anything. */
function Website({ address }: { address: string }) {
  const target = /^https?:\/\//i.test(address) ? address : `https://${address}`
  return (
    <a href={target} target="_blank" rel="noreferrer">
      {address.replace(/^https?:\/\//i, '').replace(/\/$/, '')}
    </a>
  )
}
