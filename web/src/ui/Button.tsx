import type { ReactNode } from 'react'
import { Button as AriaButton, Tooltip, TooltipTrigger, type ButtonProps as AriaButtonProps } from 'react-aria-components'
import css from './controls.module.css'
import { cx } from './cx'

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger'

export interface ButtonProps extends Omit<AriaButtonProps, 'children' | 'className'> {
  variant?: ButtonVariant
  icon?: ReactNode
  children?: ReactNode
  block?: boolean
  large?: boolean
  className?: string
}

export function Button({ variant = 'secondary', icon, children, block, large, className, isPending, ...props }: ButtonProps) {
  return (
    <AriaButton
      {...props}
      isPending={isPending}
      className={cx(css.button, css[variant], block && css.block, large && css.large, className)}
    >
      {isPending ? <span className={css.spinner} aria-hidden /> : icon}
      {children}
    </AriaButton>
  )
}

export interface IconButtonProps extends Omit<ButtonProps, 'children' | 'icon'> {
  label: string
  icon: ReactNode
}

/** A button that shows only an icon; its name is read out and shown on hover and focus. */
export function IconButton({ label, icon, variant = 'quiet', className, ...props }: IconButtonProps) {
  return (
    <TooltipTrigger delay={500}>
      <Button {...props} variant={variant} aria-label={label} icon={icon} className={cx(css.iconOnly, className)} />
      <Tooltip className={css.tooltip} offset={6}>
        {label}
      </Tooltip>
    </TooltipTrigger>
  )
}

export interface LinkButtonProps {
  href: string
  children: ReactNode
  icon?: ReactNode
  variant?: ButtonVariant
  block?: boolean
  large?: boolean
  download?: boolean
  external?: boolean
}

/** A link that looks like a button: telephone numbers, downloads, navigation apps. */
export function LinkButton({ href, children, icon, variant = 'secondary', block, large, download, external }: LinkButtonProps) {
  return (
    <a
      href={href}
      className={cx(css.button, css[variant], block && css.block, large && css.large)}
      download={download}
      {...(external ? { target: '_blank', rel: 'noreferrer' } : {})}
    >
      {icon}
      {children}
    </a>
  )
}
