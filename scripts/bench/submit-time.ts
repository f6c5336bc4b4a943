// One packet on an idle system: how long until it is accepted, and until an instant carrier has confirmed it.
import type { Bench } from './bench'
import { deliverOne } from './delivery'
import { atMost, type Measured } from './figures'
import { quantile, spreadOf } from './statistics'

const MOST_SUBMIT_MS = 8

export async function measureSubmit(bench: Bench): Promise<Measured> {
  const count = bench.quick ? 20 : 100
  for (let index = 0; index < 10; index++) await deliverOne(bench)
  const submit: number[] = []
  const delivered: number[] = []
  for (let index = 0; index < count; index++) {
    bench.signal.throwIfAborted()
    const { submitMs, deliveredMs } = await deliverOne(bench)
    submit.push(submitMs)
    delivered.push(deliveredMs)
  }
  return {
    figures: { submitMs: spreadOf(submit), deliveredMs: spreadOf(delivered) },
    checks: [atMost('submitMs.p50', quantile(submit, 0.5), MOST_SUBMIT_MS)],
  }
}
