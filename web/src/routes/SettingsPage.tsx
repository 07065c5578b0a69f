import { useMay } from '@/api/session'
import { Appearance } from '@/features/settings/Appearance'
import { CustomFieldsCard } from '@/features/settings/CustomFields'
import { Me } from '@/features/settings/Me'
import { OrganisationCard, Tags } from '@/features/settings/Organisation'
import { Teams, Users } from '@/features/settings/People'
import css from '@/features/settings/settings.module.css'
import { VehiclesCard } from '@/features/settings/Vehicles'
import { useT } from '@/i18n'
import { Page } from '@/ui/layout'

export function SettingsPage() {
  const t = useT()
  const may = useMay()
  return (
    <Page title={t('settings.title')}>
      <div className={css.grid}>
        <div className={css.column}>
          <Appearance />
          <Me />
          <OrganisationCard />
          <Tags />
        </div>
        <div className={css.column}>
          {may('user', 'read') ? <Users /> : null}
          {may('team', 'read') ? <Teams /> : null}
          {may('organisation', 'update') ? <VehiclesCard /> : null}
          <CustomFieldsCard />
        </div>
      </div>
    </Page>
  )
}
