import type { ActivityType, OutcomeCode } from '@/api/types'

export const QUICK_TYPES = ['visit', 'call', 'meeting', 'note'] as const satisfies ActivityType[]
export const ACTIVITY_TYPES: ActivityType[] = ['visit', 'call', 'meeting', 'email', 'message', 'task', 'note', 'survey']
export const OUTCOMES: OutcomeCode[] = ['order', 'offer_requested', 'follow_up', 'information', 'no_contact', 'closed', 'refused']
