/** Records the calls of a process to Temporal as metrics and as log lines. */
import type { Logger } from 'pino'
import { Histogram, type Registry } from 'prom-client'
import type { ObservedCall } from '@/lib/temporal/observed-calls'
import { shortBuckets } from './registry'

/** @returns the observer to call for each call */
export function measuredCalls(registry: Registry, log: Pick<Logger, 'debug'>): (call: ObservedCall) => void {
  const seconds = new Histogram({
    name: 'waybill_temporal_call_seconds',
    help: 'Calls of this process to Temporal: starts, signals, updates and others, by how they ended.',
    labelNames: ['kind', 'name', 'outcome'],
    buckets: shortBuckets,
    registers: [registry],
  })
  return ({ kind, name, outcome, ms, ...about }) => {
    seconds.observe({ kind, name, outcome }, ms / 1000)
    log.debug({ kind, name, outcome, ms: Math.round(ms), ...about }, 'call to Temporal')
  }
}
