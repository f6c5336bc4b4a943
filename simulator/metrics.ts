/** Prometheus metrics of the simulated carriers: the counters of `/stats`, since the start or the last reset. */
import { Counter, Gauge, type Registry } from 'prom-client'
import { createRegistry } from '@/lib/metrics/registry'
import type { Simulation } from './simulation'

const answers = ['accepted', 'rejected', 'networkErrors', 'unauthenticated', 'invalid', 'duplicates'] as const

export function simulatorMetrics(simulation: Simulation): Registry {
  const registry = createRegistry()
  const registers = [registry]
  const each = () => Object.entries(simulation.counted())
  new Counter({
    name: 'waybill_simulator_hand_overs_total',
    help: 'Hand-overs that came, by what they were answered; duplicates are answered as before.',
    labelNames: ['provider', 'answer'],
    registers,
    collect() {
      this.reset()
      for (const [provider, counts] of each())
        for (const answer of answers) this.inc({ provider, answer }, counts[answer])
    },
  })
  new Counter({
    name: 'waybill_simulator_receipts_sent_total',
    help: 'Times that a receipt was posted, by the status of the answer; "none" where none came.',
    labelNames: ['provider', 'status'],
    registers,
    collect() {
      this.reset()
      for (const [provider, { receipts }] of each())
        for (const [status, count] of Object.entries(receipts.answered)) this.inc({ provider, status }, count)
    },
  })
  new Gauge({
    name: 'waybill_simulator_receipts_pending',
    help: 'Receipts that are owed.',
    labelNames: ['provider'],
    registers,
    collect() {
      for (const [provider, { receipts }] of each()) this.set({ provider }, receipts.pending)
    },
  })
  return registry
}
