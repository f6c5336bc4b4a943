/** Reads the headers of every answer: the server's time, and which build of the pages it runs. */
import { buildHeader } from '@/lib/contract/paths'

/** A smaller skew is ignored, because the header's resolution is one second. */
const trustedSkewMs = 2000

let skewMs = 0
let newestBuild: string | null = null
const buildListeners = new Set<() => void>()

/** Notes the headers of an answer that has just arrived. */
export function noteHeaders(headers: Headers): void {
  noteDate(Date.parse(headers.get('date') ?? ''))
  // An answer that does not come from the API names no build.
  const build = headers.get(buildHeader)
  if (build === null || build === newestBuild) return
  newestBuild = build
  for (const listener of buildListeners) listener()
}

function noteDate(stated: number): void {
  if (Number.isNaN(stated)) return
  const skew = stated + 500 - Date.now()
  skewMs = Math.abs(skew) > trustedSkewMs ? skew : 0
}

/** The server's time in milliseconds since the epoch, so that countdowns are right even if the local clock is wrong. */
export function serverNow(): number {
  return Date.now() + skewMs
}

/** Null until the server has answered. */
export function serverBuild(): string | null {
  return newestBuild
}

export function onServerBuild(listener: () => void): () => void {
  buildListeners.add(listener)
  return () => buildListeners.delete(listener)
}
