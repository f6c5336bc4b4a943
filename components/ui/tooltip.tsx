'use client'
/** A tooltip, on hover and on focus. Its code is loaded with the first one used, because lists have one in each row. */
import { type ComponentType, type PointerEvent, useEffect, useRef, useState } from 'react'
import { type Part, useWant } from './part'
import type { ShownProps, TooltipProps } from './tooltip-button'

const shown: Part<typeof import('./tooltip-button')> = {
  name: 'The tooltip',
  load: () => import('./tooltip-button'),
}

/** A pointer that only passes over opens nothing. */
const hoverMs = 250

/** A button, so that the keyboard reaches it; it does nothing else, and is text in print. Escape closes the tooltip. */
export function Tooltip(props: TooltipProps) {
  const { label, className, children } = props
  const [Shown, setShown] = useState<ComponentType<ShownProps> | null>(null)
  const want = useWant(shown)
  const aim = useRef<'pointer' | 'focus' | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const show = async () => {
    const part = await want(show)
    if (part !== null && aim.current !== null) setShown(() => part.TooltipButton)
  }
  const hover = (event: PointerEvent) => {
    if (event.pointerType === 'touch') return
    aim.current ??= 'pointer'
    timer.current = setTimeout(show, hoverMs)
  }
  const leave = () => {
    clearTimeout(timer.current)
    if (aim.current === 'pointer') aim.current = null
  }
  const focus = () => {
    aim.current = 'focus'
    void show()
  }
  const blur = () => {
    aim.current = null
  }
  // The loaded button replaces this one and takes over its focus.
  if (Shown !== null) return <Shown {...props} delayMs={hoverMs} focused={aim.current === 'focus'} />
  return (
    <button
      type="button"
      data-text-only
      aria-label={label}
      className={className}
      onPointerEnter={hover}
      onPointerLeave={leave}
      onFocus={focus}
      onBlur={blur}
    >
      {children}
    </button>
  )
}
