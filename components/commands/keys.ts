/** From what is pressed to the keys that a command names. */

type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey'>

/**
 * The key without a modifier, or `Mod+` and the key with the one that commands have on this system. Null for what
 * belongs to the browser or the system. A letter of a layout without Latin letters is the one printed at its place.
 */
export function keyOf(event: Pressed, mac: boolean): string | null {
  const { ctrlKey, metaKey, altKey } = event
  const mod = mac ? metaKey : ctrlKey
  const foreign = altKey || (mac ? ctrlKey : metaKey)
  if (foreign) return null
  const key = /^[ -~]+$/.test(event.key) ? event.key : latinOf(event.code, event.key)
  const unshifted = key.length === 1 ? key.toLowerCase() : key
  return mod ? `Mod+${unshifted}` : key
}

function latinOf(code: string, key: string): string {
  const [, letter] = /^Key([A-Z])$/.exec(code) ?? []
  return letter === undefined ? key : letter.toLowerCase()
}

interface Step {
  /** What was pressed in full, as a command names it. */
  complete: string | null
  /** The first of two keys, of which the second is awaited. */
  pending: string | null
}

/** What a key comes to, after the one that was pressed before it. `bound`: what commands name. */
export function nextStep(pending: string | null, key: string, bound: readonly string[]): Step {
  const pair = `${pending} ${key}`
  if (pending !== null && bound.includes(pair)) return { complete: pair, pending: null }
  if (bound.some((keys) => keys.startsWith(`${key} `))) return { complete: null, pending: key }
  return { complete: bound.includes(key) ? key : null, pending: null }
}

const words: Readonly<Record<string, string>> = {
  Escape: 'Esc',
  ArrowDown: '↓',
  ArrowUp: '↑',
  ArrowLeft: '←',
  ArrowRight: '→',
}

/** As it is printed on keyboards: one part for each key that is pressed one after the other. */
export function keyWords(keys: string, mac: boolean): string[] {
  return keys.split(' ').map((key) => {
    const [, held] = /^Mod\+(.+)$/.exec(key) ?? []
    if (held !== undefined) return `${mac ? '⌘' : 'Ctrl '}${held.length === 1 ? held.toUpperCase() : held}`
    return /^[A-Z]$/.test(key) ? `Shift ${key}` : (words[key] ?? key)
  })
}
