import { CircleAlert, CircleCheck, CircleDashed, Clock } from 'lucide-react'
import type { Lifecycle, Role, Tier, VisitStatus } from '@/api/types'
import { useT, type MessageKey, type Translate } from '@/i18n'
import { Badge, Dot, type Tone } from '@/ui/display'
import { LIFECYCLE_COLORS } from './colors'

export const LIFECYCLES: Lifecycle[] = ['prospect', 'lead', 'customer', 'lapsed', 'lost', 'excluded']
export const TIERS: Tier[] = ['A', 'B', 'C', 'D']
export const VISIT_STATUSES: VisitStatus[] = ['overdue', 'due', 'not_due', 'none']
export const ROLES: Role[] = ['admin', 'manager', 'rep', 'marketing', 'read_only']

export const lifecycleLabel = (t: Translate, code: string): string => t(`record.lifecycle.${code}` as MessageKey)
export const visitLabel = (t: Translate, code: string): string => t(`record.visit.${code}` as MessageKey)
export const roleLabel = (t: Translate, code: Role): string => t(`record.role.${code}` as MessageKey)
export const tierLabel = (t: Translate, code: string | null): string =>
  code && code !== 'none' ? t('record.tierOf', { tier: code }) : t('record.noTier')

export function LifecycleLabel({ code }: { code: Lifecycle }) {
  const t = useT()
  return (
    <span className="row" style={{ gap: 6, flexWrap: 'nowrap' }}>
      <Dot color={LIFECYCLE_COLORS[code]} />
      {lifecycleLabel(t, code)}
    </span>
  )
}

const VISIT_TONES: Record<VisitStatus, { tone: Tone; Icon: typeof Clock }> = {
  overdue: { tone: 'bad', Icon: CircleAlert },
  due: { tone: 'warn', Icon: Clock },
  not_due: { tone: 'good', Icon: CircleCheck },
  none: { tone: 'neutral', Icon: CircleDashed },
}

export function VisitBadge({ status }: { status: VisitStatus }) {
  const t = useT()
  const { tone, Icon } = VISIT_TONES[status]
  return (
    <Badge tone={tone} icon={<Icon aria-hidden />}>
      {visitLabel(t, status)}
    </Badge>
  )
}
