/** Default metrics of every process: memory, processor time, event loop. Each process adds its own. */
import { collectDefaultMetrics, Registry } from 'prom-client'

export const metricsPath = '/metrics'

export function createRegistry(): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  return registry
}

/** In seconds, for operations that take from a millisecond to a minute. */
export const shortBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

/** Response headers: the text is for machines and is never cached. */
export function metricsHeaders({ contentType }: { contentType: string }): Record<string, string> {
  return {
    'Content-Type': contentType,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  }
}
