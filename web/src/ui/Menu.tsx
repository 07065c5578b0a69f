import type { ReactElement, ReactNode } from 'react'
import { Dialog, DialogTrigger, Menu as AriaMenu, MenuItem, MenuTrigger, Popover as AriaPopover } from 'react-aria-components'
import css from './controls.module.css'

export interface MenuEntry {
  id: string
  label: string
  icon?: ReactNode
  href?: string
  isDisabled?: boolean
  onAction?: () => void
}

export function Menu({ trigger, entries, label }: { trigger: ReactElement; entries: MenuEntry[]; label: string }) {
  return (
    <MenuTrigger>
      {trigger}
      <AriaPopover className={css.popover ?? ''} offset={4}>
        <AriaMenu aria-label={label} className={css.list ?? ''} items={entries}>
          {(entry) => (
            <MenuItem
              id={entry.id}
              textValue={entry.label}
              href={entry.href}
              isDisabled={entry.isDisabled}
              onAction={entry.onAction}
              className={css.item ?? ''}
            >
              {entry.icon}
              {entry.label}
            </MenuItem>
          )}
        </AriaMenu>
      </AriaPopover>
    </MenuTrigger>
  )
}

/** Something small beside its button: filters, columns. It never covers the map's middle. */
export function Popover({ trigger, children, label }: { trigger: ReactElement; children: ReactNode; label: string }) {
  return (
    <DialogTrigger>
      {trigger}
      <AriaPopover className={css.popover ?? ''} offset={4}>
        <Dialog aria-label={label} className={css.card ?? ''}>
          {children}
        </Dialog>
      </AriaPopover>
    </DialogTrigger>
  )
}
