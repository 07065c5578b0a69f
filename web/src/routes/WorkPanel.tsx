import { CsvPanel } from '@/features/accounts/CsvPanel'
import { NewPanel } from '@/features/accounts/NewPanel'
import { ImportPanel } from '@/features/places/ImportPanel'

/** The work that the URL's `panel` names. */
export function WorkPanel({ name, onClose, onSelect }: { name: string; onClose: () => void; onSelect: (id: string) => void }) {
  switch (name) {
    case 'new':
      return <NewPanel onClose={onClose} onCreated={onSelect} />
    case 'import':
      return <ImportPanel onClose={onClose} />
    case 'csv':
      return <CsvPanel onClose={onClose} />
    default:
      return null
  }
}
