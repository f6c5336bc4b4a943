/** What every process tells Prometheus of itself: memory, processor time, the event loop. What it does comes on top. */
import { collectDefaultMetrics, Registry } from 'prom-client'

export const metricsPath = '/metrics'

export function createRegistry(): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  return registry
}

/** Seconds, for what takes from a millisecond to a minute. */
export const shortBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

/** Headers of an answer: it is for machines, and is never kept. */
export function metricsHeaders({ contentType }: { contentType: string }): Record<string, string> {
  return {
    'Content-Type': contentType,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  }
}
