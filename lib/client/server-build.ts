/** Which build of the pages the server runs, by its newest answer. */
import { buildHeader } from '@/lib/contract/paths'

let newest: string | null = null
const listeners = new Set<() => void>()

/** Takes the build that an answer of the API names. What answers in its place names none. */
export function noteServerBuild(headers: Headers): void {
  const build = headers.get(buildHeader)
  if (build === null || build === newest) return
  newest = build
  for (const listener of listeners) listener()
}

/** Null until the server has answered. */
export function serverBuild(): string | null {
  return newest
}

export function onServerBuild(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
