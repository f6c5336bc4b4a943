/** State that must exist once in a process, although the bundler may load a module more than once. */
import 'server-only'

declare global {
  var waybillState: Map<string, unknown> | undefined
}

globalThis.waybillState ??= new Map<string, unknown>()
const state = globalThis.waybillState

/** Makes the value on first use and returns the same one from then on. Each key has exactly one caller. */
export function processWide<T>(key: string, make: () => T): () => T {
  return () => {
    if (!state.has(key)) state.set(key, make())
    return state.get(key) as T
  }
}
