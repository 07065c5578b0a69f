import { Search } from 'lucide-react'
import { ComboBox, Group, Input, Label, ListBox, ListBoxItem, Popover } from 'react-aria-components'
import css from './controls.module.css'
import { Hints } from './Field'

export interface ComboOption {
  id: string
  label: string
  detail?: string
}

export interface ComboProps {
  label: string
  labelHidden?: boolean
  options: ComboOption[]
  /** What is typed; the owner of the options filters by it. */
  text: string
  onText: (text: string) => void
  onSelect: (option: ComboOption) => void
  placeholder?: string
  emptyText: string
  hint?: string
}

/** A field with suggestions that the caller supplies while the person types. */
export function Combo({ label, labelHidden, options, text, onText, onSelect, placeholder, emptyText, hint }: ComboProps) {
  return (
    <ComboBox
      className={css.field ?? ''}
      items={options}
      inputValue={text}
      onInputChange={onText}
      value={null}
      onChange={(key) => {
        const option = options.find((o) => o.id === key)
        if (option) onSelect(option)
      }}
      allowsEmptyCollection
      allowsCustomValue
      menuTrigger="focus"
    >
      <Label className={labelHidden ? 'visually-hidden' : css.label}>{label}</Label>
      <Group className={css.group ?? ''}>
        <span className={css.adorn} aria-hidden>
          <Search />
        </span>
        <Input className={css.input ?? ''} placeholder={placeholder} />
      </Group>
      <Hints hint={hint} />
      <Popover className={css.popover ?? ''} offset={4}>
        <ListBox
          className={css.list ?? ''}
          items={options}
          renderEmptyState={() => <div className={css.itemEmpty}>{emptyText}</div>}
        >
          {(option) => (
            <ListBoxItem id={option.id} textValue={option.label} className={css.item ?? ''}>
              <span className="grow">
                <span className="ellipsis">{option.label}</span>
                {option.detail ? <span className={css.hint}> {option.detail}</span> : null}
              </span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  )
}
