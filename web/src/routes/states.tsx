import { Link, useRouter } from '@tanstack/react-router'
import { CircleAlert, Compass } from 'lucide-react'
import { useT } from '@/i18n'
import { explain } from '@/records/errors'
import { Button } from '@/ui/Button'
import { Empty } from '@/ui/display'

export function NotFound() {
  const t = useT()
  return (
    <Empty icon={<Compass aria-hidden />} title={t('shell.notFound')} action={<Link to="/">{t('shell.goHome')}</Link>}>
      {t('shell.notFoundLead')}
    </Empty>
  )
}

export function Crash({ error }: { error: unknown }) {
  const t = useT()
  const router = useRouter()
  return (
    <Empty
      icon={<CircleAlert aria-hidden />}
      title={t('shell.crash')}
      action={<Button onPress={() => void router.invalidate()}>{t('common.retry')}</Button>}
    >
      {explain(error)}
    </Empty>
  )
}
