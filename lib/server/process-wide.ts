/** State that must exist once in a process, although the bundler may load a module more than once. */
import 'server-only'

declare global {
  var waybillState: Map<string, unknown> | undefined
}

globalThis.waybillState ??= new Map<string, unknown>()
const state = globalThis.waybillState

/** Makes the thing on first use and gives the same one ever after. The key names it; each key has one caller. */
export function processWide<T>(key: string, make: () => T): () => T {
  return () => {
    if (!state.has(key)) state.set(key, make())
    return state.get(key) as T
  }
}
