import { useNavigate } from '@tanstack/react-router'
import { Languages, LogOut, Moon, Settings, Sun, UserRound } from 'lucide-react'
import { forgetSession, signOut, useSession } from '@/api/session'
import { useLocale, useT } from '@/i18n'
import { IconButton } from '@/ui/Button'
import { Menu } from '@/ui/Menu'
import { useTheme } from '@/ui/theme'

export function AccountMenu() {
  const t = useT()
  const navigate = useNavigate()
  const { user } = useSession()
  const { locale, setLocale } = useLocale()
  const { theme, setChoice } = useTheme()
  const leave = async () => {
    await signOut()
    await navigate({ to: '/sign-in', search: { to: undefined } })
    forgetSession()
  }
  return (
    <Menu
      label={t('shell.account', { name: user.name })}
      trigger={<IconButton label={t('shell.account', { name: user.name })} icon={<UserRound />} />}
      entries={[
        { id: 'language', label: locale === 'en' ? '한국어' : 'English', icon: <Languages />, onAction: () => setLocale(locale === 'en' ? 'ko' : 'en') },
        {
          id: 'theme',
          label: t(theme === 'dark' ? 'shell.themeLight' : 'shell.themeDark'),
          icon: theme === 'dark' ? <Sun /> : <Moon />,
          onAction: () => setChoice(theme === 'dark' ? 'light' : 'dark'),
        },
        { id: 'settings', label: t('shell.settings'), icon: <Settings />, onAction: () => void navigate({ to: '/settings' }) },
        { id: 'out', label: t('shell.signOut'), icon: <LogOut />, onAction: () => void leave() },
      ]}
    />
  )
}
