/** Translates keyboard events into the notation of commands. */

type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey'>

/**
 * The key itself, or `Mod+` and the key if the system's command modifier (Ctrl or ⌘) is held. Null for combinations of
 * the browser or the system. On a layout without Latin letters, a letter is taken from the key's position.
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
  /** The completed key or pair of keys, in the notation of commands. */
  complete: string | null
  /** The first key of a pair, while the second is awaited. */
  pending: string | null
}

/** Evaluates a key, given the pending first key of a pair. `bound`: the keys of all commands. */
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

/** The keys as printed on keyboards: one string for each key of a sequence. */
export function keyWords(keys: string, mac: boolean): string[] {
  return keys.split(' ').map((key) => {
    const [, held] = /^Mod\+(.+)$/.exec(key) ?? []
    if (held !== undefined) return `${mac ? '⌘' : 'Ctrl '}${held.length === 1 ? held.toUpperCase() : held}`
    return /^[A-Z]$/.test(key) ? `Shift ${key}` : (words[key] ?? key)
  })
}
