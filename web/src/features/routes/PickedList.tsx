import { X } from 'lucide-react'
import type { Account } from '@/api/types'
import { useT } from '@/i18n'
import { IconButton } from '@/ui/Button'
import css from './routes.module.css'

export function PickedList({ accounts, onRemove }: { accounts: Account[]; onRemove: (id: string) => void }) {
  const t = useT()
  return (
    <ul className={css.picked}>
      {accounts.map(({ id, name }) => (
        <li key={id}>
          <span className="ellipsis">{name}</span>
          <IconButton label={t('route.takeOut', { name })} icon={<X />} onPress={() => onRemove(id)} />
        </li>
      ))}
    </ul>
  )
}
