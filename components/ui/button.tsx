import { clsx } from 'clsx'
import type { ButtonHTMLAttributes, Ref } from 'react'

export type ButtonLook = 'primary' | 'plain' | 'quiet' | 'danger'

const looks: Record<ButtonLook, string> = {
  primary: 'border-transparent bg-accent text-on-accent can-use:hover:bg-accent-strong',
  plain: 'border-line bg-panel text-ink can-use:hover:bg-hover can-use:active:bg-line',
  quiet: 'border-transparent text-soft can-use:hover:bg-hover can-use:hover:text-ink can-use:active:bg-line',
  danger: 'border-transparent bg-bad text-on-accent can-use:hover:opacity-90',
}

/** The look of a button, also for links that lead to an action. */
export function buttonClass(look: ButtonLook = 'plain', more?: string): string {
  return clsx(
    'inline-flex h-8 items-center justify-center gap-1.5 rounded-md border px-3 text-sm',
    'whitespace-nowrap transition-colors select-none',
    'disabled:cursor-default disabled:opacity-60 aria-disabled:cursor-default aria-disabled:opacity-60',
    looks[look],
    more,
  )
}

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: ButtonLook
  ref?: Ref<HTMLButtonElement>
}

export function Button({ look, className, type = 'button', ...rest }: ButtonProps) {
  return <button type={type} className={buttonClass(look, className)} {...rest} />
}
