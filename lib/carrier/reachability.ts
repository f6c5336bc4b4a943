/**
 * Whether any provider can be reached. If none can, the fault is on our side (name resolution, network, proxy) and must
 * not count against a provider. Hand-overs connect directly to a provider, so a plain connection is the test.
 */
import { connect } from 'node:net'

const limitMs = 1_000
const sharedForMs = 1_000

interface Probe {
  at: number
  reachable: Promise<boolean>
}

/** Results are shared for a second, so that an outage does not make each hand-over connect to every provider. */
export class Reachability {
  private readonly probes = new Map<string, Probe>()

  /** Takes the configured addresses; several providers may share one host. */
  async anyOf(urls: readonly string[]): Promise<boolean> {
    const hosts = new Map(urls.map((url) => [new URL(url).origin, new URL(url)]))
    const checks = Array.from(hosts.values(), async (url) => {
      if (!(await this.isReachable(url))) throw new Error(`${url.host} cannot be reached`)
    })
    return Promise.any(checks).then(
      () => true,
      () => false,
    )
  }

  private isReachable(url: URL): Promise<boolean> {
    const known = this.probes.get(url.origin)
    if (known !== undefined && performance.now() - known.at < sharedForMs) return known.reachable
    const reachable = canConnect(url)
    this.probes.set(url.origin, { at: performance.now(), reachable })
    return reachable
  }
}

function canConnect(url: URL): Promise<boolean> {
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  return new Promise((resolve) => {
    const socket = connect({ host, port })
    // The socket's own time-out does not cover the DNS look-up.
    const limit = setTimeout(() => settle(false), limitMs)
    const settle = (reachable: boolean) => {
      clearTimeout(limit)
      socket.destroy()
      resolve(reachable)
    }
    socket.once('connect', () => settle(true))
    socket.once('error', () => settle(false))
  })
}
