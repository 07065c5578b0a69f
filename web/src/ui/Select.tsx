import { ChevronDown } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button, Label, ListBox, ListBoxItem, Popover, Select as AriaSelect, SelectValue } from 'react-aria-components'
import css from './controls.module.css'
import { cx } from './cx'
import { Hints } from './Field'

export interface Option<T extends string = string> {
  id: T
  label: string
  icon?: ReactNode
}

export interface SelectProps<T extends string> {
  label: string
  /** Hides the label from sight, not from screen readers. */
  labelHidden?: boolean
  options: Option<T>[]
  value: T | null
  onChange: (value: T) => void
  placeholder?: string
  hint?: string
  error?: string | undefined
  isDisabled?: boolean
}

export function Select<T extends string>({ label, labelHidden, options, value, onChange, placeholder, hint, error, isDisabled }: SelectProps<T>) {
  return (
    <AriaSelect
      className={css.field ?? ''}
      value={value}
      onChange={(key) => key !== null && onChange(key as T)}
      isDisabled={isDisabled}
      isInvalid={Boolean(error)}
      placeholder={placeholder}
    >
      <Label className={labelHidden ? 'visually-hidden' : css.label}>{label}</Label>
      <Button className={cx(css.button, css.secondary, css.trigger)}>
        <SelectValue />
        <ChevronDown aria-hidden />
      </Button>
      <Hints hint={hint} error={error} />
      <Popover className={css.popover ?? ''} offset={4}>
        <ListBox className={css.list ?? ''} items={options}>
          {(option) => <OptionItem option={option} />}
        </ListBox>
      </Popover>
    </AriaSelect>
  )
}

export function OptionItem({ option }: { option: Option }) {
  return (
    <ListBoxItem id={option.id} textValue={option.label} className={css.item ?? ''}>
      {option.icon}
      <span className="ellipsis">{option.label}</span>
    </ListBoxItem>
  )
}
