import { Download, Ellipsis, FileUp, MapPinPlus, Plus } from 'lucide-react'
import { url } from '@/api/http'
import { useMay } from '@/api/session'
import { useT } from '@/i18n'
import { filterWithArea, type AccountQuery } from '@/records/query'
import { IconButton } from '@/ui/Button'
import { Menu, type MenuEntry } from '@/ui/Menu'

/** What can be done with accounts as a whole. */
export function AccountsMenu({ query, onOpen }: { query: AccountQuery; onOpen: (panel: string) => void }) {
  const t = useT()
  const may = useMay()
  const filter = filterWithArea(query)
  const exportUrl = (format: string) => url('/accounts/export', { format, filter: filter ? JSON.stringify(filter) : undefined })
  const creating: MenuEntry[] = [
    { id: 'new', label: t('accounts.new'), icon: <Plus />, onAction: () => onOpen('new') },
    { id: 'import', label: t('accounts.discover'), icon: <MapPinPlus />, onAction: () => onOpen('import') },
    { id: 'csv', label: t('accounts.importCsv'), icon: <FileUp />, onAction: () => onOpen('csv') },
  ]
  const exporting: MenuEntry[] = [
    { id: 'export', label: t('accounts.exportCsv'), icon: <Download />, onAction: () => location.assign(exportUrl('csv')) },
    { id: 'geojson', label: t('accounts.exportGeojson'), icon: <Download />, onAction: () => location.assign(exportUrl('geojson')) },
  ]
  return (
    <Menu
      label={t('accounts.actions')}
      trigger={<IconButton label={t('accounts.actions')} icon={<Ellipsis />} />}
      entries={[...(may('account', 'create') ? creating : []), ...(may('account', 'export') ? exporting : [])]}
    />
  )
}
