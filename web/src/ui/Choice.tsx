import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import {
  Checkbox as AriaCheckbox,
  Label,
  Slider as AriaSlider,
  SliderOutput,
  SliderThumb,
  SliderTrack,
  Switch as AriaSwitch,
  ToggleButton,
  ToggleButtonGroup,
} from 'react-aria-components'
import css from './controls.module.css'

export interface CheckboxProps {
  isSelected: boolean
  onChange: (selected: boolean) => void
  children?: ReactNode
  label?: string
  isDisabled?: boolean
  isIndeterminate?: boolean
}

export function Checkbox({ children, label, ...props }: CheckboxProps) {
  return (
    <AriaCheckbox {...props} aria-label={label} className={css.check ?? ''}>
      <span className={css.box} aria-hidden>
        <Check strokeWidth={3} />
      </span>
      {children}
    </AriaCheckbox>
  )
}

export function Switch({ isSelected, onChange, children }: { isSelected: boolean; onChange: (on: boolean) => void; children: ReactNode }) {
  return (
    <AriaSwitch isSelected={isSelected} onChange={onChange} className={css.check ?? ''}>
      <span className={css.track} aria-hidden />
      {children}
    </AriaSwitch>
  )
}

export interface SegmentedProps<T extends string> {
  label: string
  options: { id: T; label: string; icon?: ReactNode }[]
  value: T
  onChange: (value: T) => void
}

/** As many as stay readable beside each other in the side panel. */
const ONE_ROW_MAX = 3

/** One of a few, all visible; more than fit into a row stand in even columns. */
export function Segmented<T extends string>({ label, options, value, onChange }: SegmentedProps<T>) {
  const columns = options.length <= ONE_ROW_MAX ? null : options.length % 3 === 0 ? 3 : 2
  return (
    <ToggleButtonGroup
      aria-label={label}
      style={columns ? { display: 'grid', gridTemplateColumns: `repeat(${columns}, 1fr)` } : {}}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const [first] = keys
        if (first !== undefined) onChange(first as T)
      }}
      className={css.segments ?? ''}
    >
      {options.map((option) => (
        <ToggleButton key={option.id} id={option.id} className={css.segment ?? ''}>
          {option.icon}
          {option.label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  )
}

export interface SliderProps {
  label: string
  value: number
  onChange: (value: number) => void
  min: number
  max: number
  step?: number
  output: string
}

export function Slider({ label, value, onChange, min, max, step = 1, output }: SliderProps) {
  return (
    <AriaSlider value={value} onChange={onChange} minValue={min} maxValue={max} step={step} className={css.slider ?? ''}>
      <Label className={css.label}>{label}</Label>
      <SliderOutput className="num small">{output}</SliderOutput>
      <SliderTrack className={css.sliderTrack ?? ''}>
        <SliderThumb className={css.thumb ?? ''} />
      </SliderTrack>
    </AriaSlider>
  )
}
