/** Counters and timings of the web process. Label values come from fixed sets, so that their number is bounded. */
import 'server-only'
import { Counter, Histogram } from 'prom-client'
import { measuredCalls } from '@/lib/metrics/calls'
import { createRegistry, shortBuckets } from '@/lib/metrics/registry'
import { log } from '@/lib/server/process'
import { processWide } from '@/lib/server/process-wide'

export const counted = processWide('metrics', () => {
  const registry = createRegistry()
  const registers = [registry]
  return {
    registry,
    call: measuredCalls(registry, log()),
    requests: new Histogram({
      name: 'waybill_http_request_seconds',
      help: 'Requests to the API until their answer begins, by address, method and status.',
      labelNames: ['route', 'method', 'status'],
      buckets: shortBuckets,
      registers,
    }),
    accepted: new Counter({
      name: 'waybill_packets_accepted_total',
      help: 'Packets that were submitted one by one, and stored.',
      registers,
    }),
    receipts: new Counter({
      name: 'waybill_receipts_total',
      help: 'Receipts by their answer: a result, "contradiction", or why they were refused. Provider "unknown": none that is configured.',
      labelNames: ['provider', 'result'],
      registers,
    }),
  }
})

const methods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** @param route a documented path of the API, with parameter names in place of values */
export function countRequest(route: string, method: string, status: number, ms: number): void {
  const known = methods.has(method) ? method : 'other'
  counted().requests.observe({ route, method: known, status }, ms / 1000)
}
