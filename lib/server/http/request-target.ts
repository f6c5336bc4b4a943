import 'server-only'
import type { IncomingMessage } from 'node:http'

const absolute = /^https?:\/\/(?<authority>[^/?#]*)(?<rest>[^#]*)/i

/** A request that names its whole address, as for a proxy, is one for its path; the name in it counts, not `Host` (RFC 9112, 3.2.2). */
export function readAbsoluteTarget(request: IncomingMessage): void {
  const { authority, rest = '' } = absolute.exec(request.url ?? '')?.groups ?? {}
  if (authority === undefined) return
  request.url = rest.startsWith('/') ? rest : `/${rest}`
  request.headers.host = authority
}
