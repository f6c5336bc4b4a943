/** Runs commands by their keys, unless the focused element or the browser needs the key. */
import { useEffect } from 'react'
import { currentCommands } from '@/components/ui/commands'
import { type Kept, keptInBrowser } from '@/components/ui/kept'
import { keyOf, nextStep } from './keys'
import { isSheetShown } from './sheet'

/** Single keys can be turned off, for users of speech input and against accidental presses (WCAG 2.1.4). */
export const singleKeys: Kept<boolean> = keptInBrowser('single-keys', true, (kept) =>
  typeof kept === 'boolean' ? kept : undefined,
)

const betweenKeysMs = 1_500

export function useKeyboard(): void {
  useEffect(() => {
    let pending: { key: string; at: number } | null = null
    const press = (event: KeyboardEvent) => {
      const key = keyFor(event)
      if (key === null) return
      const before = pending !== null && event.timeStamp - pending.at < betweenKeysMs ? pending.key : null
      const commands = currentCommands()
      const step = nextStep(
        before,
        key,
        commands.flatMap(({ keys = [] }) => keys),
      )
      pending = step.pending === null ? null : { key: step.pending, at: event.timeStamp }
      const command = commands.find(({ keys }) => keys !== undefined && keys === step.complete)
      if (command === undefined) return
      event.preventDefault()
      command.run()
    }
    const pressAnywhere = (event: KeyboardEvent) => {
      if (openDialog() !== null) confirmDialog(event)
      else if (!isSheetShown()) press(event)
    }
    document.addEventListener('keydown', pressAnywhere)
    return () => document.removeEventListener('keydown', pressAnywhere)
  }, [])
}

/** The key in the notation of commands; null if something else handles the key. */
function keyFor(event: KeyboardEvent): string | null {
  if (event.defaultPrevented || event.isComposing) return null
  const key = keyOf(event, isMac())
  if (key === null || isModifier(key)) return null
  if (key.startsWith('Mod+')) return key
  if (key.length === 1 && !singleKeys.read()) return null
  return takesText(event.target) ? null : key
}

function isModifier(key: string): boolean {
  return ['Shift', 'Control', 'Alt', 'Meta'].some((name) => key.endsWith(name))
}

/** Text fields, and lists that select an entry by typed letters. */
const textTakers =
  'textarea, select, [contenteditable], [role="listbox"], [role="menu"], input:not([type="checkbox"], [type="radio"], [type="range"], [type="button"], [type="submit"])'

function takesText(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(textTakers) !== null
}

function openDialog(): Element | null {
  return document.querySelector('[role="dialog"]')
}

/** Presses the open dialog's submit button, from any of its fields. */
function confirmDialog(event: KeyboardEvent): void {
  const confirm = openDialog()?.querySelector<HTMLButtonElement>('button[type="submit"]')
  if (!confirm || event.defaultPrevented || keyOf(event, isMac()) !== 'Mod+Enter') return
  event.preventDefault()
  confirm.click()
}

export function isMac(): boolean {
  return /^(Mac|iPhone|iPad)/.test(navigator.platform)
}
