// Where the parts listen and where they find each other.
import { apiPaths } from '@/lib/contract/paths'

export interface Ports {
  web: number
  temporal: number
  /** null runs Temporal without its own pages. */
  temporalUi: number | null
  carrier: number
}

export interface Addresses {
  web: string
  carrier: string
  /** host:port */
  temporal: string
  temporalUi: string | null
  callback: string
}

export const LOOPBACK = '127.0.0.1'

/** How this machine reaches itself when the parts listen on `host`. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return LOOPBACK
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}

/** @param temporalHost where Temporal and its pages listen, which `host` never opens to others */
export function addressesOf(host: string, ports: Ports, temporalHost = LOOPBACK): Addresses {
  const name = reachable(host)
  const web = `http://${name}:${ports.web}`
  return {
    web,
    carrier: `http://${name}:${ports.carrier}`,
    temporal: `${reachable(temporalHost)}:${ports.temporal}`,
    temporalUi: ports.temporalUi === null ? null : `http://${reachable(temporalHost)}:${ports.temporalUi}`,
    callback: `${web}${apiPaths.receipts}`,
  }
}
