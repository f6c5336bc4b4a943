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

/** How this machine reaches itself when the parts listen on `host`. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}

/**
 * Where the Temporal development server listens. Its services dial each other on 127.0.0.1 whatever address they are
 * given, so that any other than one that takes everything in would leave them unable to work.
 */
export function temporalHost(host: string): string {
  return host === '0.0.0.0' || host === '::' ? host : '127.0.0.1'
}

export function addressesOf(host: string, ports: Ports): Addresses {
  const name = reachable(host)
  const web = `http://${name}:${ports.web}`
  return {
    web,
    carrier: `http://${name}:${ports.carrier}`,
    temporal: `${reachable(temporalHost(host))}:${ports.temporal}`,
    temporalUi: ports.temporalUi === null ? null : `http://${name}:${ports.temporalUi}`,
    callback: `${web}${apiPaths.receipts}`,
  }
}
