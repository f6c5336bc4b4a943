// The addresses on which the parts listen and reach each other.
import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'
import { apiPath } from '@/lib/contract/paths'
import { Problem } from '../console/problem'

export interface Ports {
  web: number
  temporal: number
  /** null runs Temporal without its own pages. */
  temporalUi: number | null
  carrier: number
  /** Port of the worker's metrics for Prometheus; without one the worker serves none. */
  metrics?: number
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

/** The name under which this machine reaches parts that listen on `host`. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return LOOPBACK
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}

/** @param temporalHost where Temporal and its pages listen; `host` never opens these to other machines */
export function addressesOf(host: string, ports: Ports, temporalHost = LOOPBACK): Addresses {
  const name = reachable(host)
  const web = `http://${name}:${ports.web}`
  return {
    web,
    carrier: `http://${name}:${ports.carrier}`,
    temporal: `${reachable(temporalHost)}:${ports.temporal}`,
    temporalUi: ports.temporalUi === null ? null : `http://${reachable(temporalHost)}:${ports.temporalUi}`,
    callback: `${web}${apiPath('/api/callbacks/transmit')}`,
  }
}

/** The system's error code for a failure to listen. */
export function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message
}

/** Tries to listen; null when that worked, otherwise the system's error code. */
export function whyNotFree(port: number, host: string): Promise<string | null> {
  return new Promise((done) => {
    const probe = createServer()
    probe.once('error', (error) => done(codeOf(error)))
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => done(null)))
  })
}

function sentence(variable: string, port: number, host: string, code: string): string {
  const another = `${variable}=${port < 65_000 ? port + 100 : port - 100}`
  if (code === 'EADDRINUSE') {
    return `Port ${port} on ${host} is taken; stop what uses it, or choose another with ${variable}, for example ${another}.`
  }
  if (code === 'EACCES') {
    return `Port ${port} needs more rights than this user has; choose one over 1023 with ${variable}, for example ${another}.`
  }
  return `Cannot listen on ${host}:${port} (${code}); set HOST to an address of this machine, for example HOST=127.0.0.1.`
}

/**
 * @param wanted the ports, by the name of the variable that sets each
 * @throws Problem that names a taken port and its variable
 */
export async function ensurePortsFree(wanted: Record<string, number>, host: string): Promise<void> {
  for (const [variable, port] of Object.entries(wanted)) {
    const code = await whyNotFree(port, host)
    if (code) throw new Problem(sentence(variable, port, host, code))
  }
}

/**
 * Below the ports that systems use for outgoing connections (from 32,768 on Linux, from 49,152 elsewhere). One of those
 * could be taken again by an outgoing connection before the server listens.
 */
const FIRST_FREE = 20_000
const LAST_FREE = 32_000

/** Different ports that are free at the moment. */
export async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>()
  while (ports.size < count) {
    const port = randomInt(FIRST_FREE, LAST_FREE)
    if ((await whyNotFree(port, LOOPBACK)) === null) ports.add(port)
  }
  return [...ports]
}
