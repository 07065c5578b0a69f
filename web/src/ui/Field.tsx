import type { HTMLInputTypeAttribute, ReactNode } from 'react'
import {
  Button,
  FieldError,
  Group,
  Input,
  Label,
  NumberField as AriaNumberField,
  Text,
  TextArea as AriaTextArea,
  TextField as AriaTextField,
} from 'react-aria-components'
import css from './controls.module.css'

interface CommonProps {
  label: string
  hint?: string | undefined
  error?: string | undefined
  isRequired?: boolean
  isDisabled?: boolean
  autoFocus?: boolean
}

export interface FieldProps extends CommonProps {
  value: string
  onChange: (value: string) => void
  type?: HTMLInputTypeAttribute
  placeholder?: string
  autoComplete?: string
  inputMode?: 'text' | 'search' | 'email' | 'tel' | 'url' | 'numeric' | 'decimal'
  name?: string
  multiline?: boolean
  maxLength?: number
}

export function Field({ label, hint, error, value, onChange, multiline, type = 'text', placeholder, inputMode, ...props }: FieldProps) {
  return (
    <AriaTextField {...props} type={type} value={value} onChange={onChange} isInvalid={Boolean(error)} className={css.field ?? ''}>
      <Label className={css.label}>{label}</Label>
      {multiline ? (
        <AriaTextArea className={css.input ?? ''} placeholder={placeholder} />
      ) : (
        <Input className={css.input ?? ''} placeholder={placeholder} inputMode={inputMode} />
      )}
      <Hints hint={hint} error={error} />
    </AriaTextField>
  )
}

export interface NumberFieldProps extends CommonProps {
  value: number | null
  onChange: (value: number | null) => void
  min?: number
  max?: number
  step?: number
  format?: Intl.NumberFormatOptions
}

export function NumberField({ label, hint, error, value, onChange, min, max, step, format, ...props }: NumberFieldProps) {
  return (
    <AriaNumberField
      {...props}
      value={value ?? Number.NaN}
      onChange={(next) => onChange(Number.isNaN(next) ? null : next)}
      minValue={min}
      maxValue={max}
      step={step}
      formatOptions={format}
      isInvalid={Boolean(error)}
      className={css.field ?? ''}
    >
      <Label className={css.label}>{label}</Label>
      <Group className={css.group ?? ''}>
        <Input className={css.input ?? ''} />
        <Button slot="decrement" className={css.step ?? ''}>
          −
        </Button>
        <Button slot="increment" className={css.step ?? ''}>
          +
        </Button>
      </Group>
      <Hints hint={hint} error={error} />
    </AriaNumberField>
  )
}

/** The line under a control: an error replaces the hint, so that nothing jumps. */
export function Hints({ hint, error }: { hint?: ReactNode; error?: string | undefined }) {
  if (error) return <FieldError className={css.error ?? ''}>{error}</FieldError>
  if (!hint) return null
  return (
    <Text slot="description" className={css.hint ?? ''}>
      {hint}
    </Text>
  )
}
