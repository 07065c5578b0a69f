import { LOCALES, useLocale, useT } from '@/i18n'
import { Segmented } from '@/ui/Choice'
import { Card } from '@/ui/layout'
import { useTheme } from '@/ui/theme'

export function Appearance() {
  const t = useT()
  const { locale, setLocale } = useLocale()
  const { choice, setChoice } = useTheme()
  return (
    <Card title={t('settings.appearance')}>
      <div className="row">
        <Segmented label={t('shell.language')} options={LOCALES.map(({ id, name }) => ({ id, label: name }))} value={locale} onChange={setLocale} />
        <Segmented
          label={t('shell.theme')}
          value={choice}
          onChange={setChoice}
          options={[
            { id: 'system', label: t('shell.themeSystem') },
            { id: 'light', label: t('shell.themeLight') },
            { id: 'dark', label: t('shell.themeDark') },
          ]}
        />
      </div>
    </Card>
  )
}
