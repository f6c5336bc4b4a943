// The first page of the list over the API, while the store is small and when it has grown.
import { request } from '@/lib/client/request'
import type { PacketPage } from '@/lib/contract/packet-list'
import { apiPaths } from '@/lib/contract/paths'
import type { Bench } from './bench'
import { atMost, type Measured } from './figures'
import { median, quantile, round } from './statistics'
import { fillStore, storeSizes } from './store'

const MOST_FACTOR = 1.5
const WARM_UP = 20

export interface ListTimes {
  packets: number
  p50: number
  p95: number
}

async function times(bench: Bench, count: number): Promise<number[]> {
  const taken: number[] = []
  for (let index = 0; index < count; index++) {
    bench.signal.throwIfAborted()
    const started = performance.now()
    await request<PacketPage>(apiPaths.packets, { origin: bench.stack.addresses.web })
    taken.push(performance.now() - started)
  }
  return taken
}

/** The median of several rounds, since one pause of the machine would decide a single 95th percentile. */
export async function measureList(bench: Bench, size: 'few' | 'many'): Promise<ListTimes> {
  const packets = await fillStore(bench, storeSizes(bench.quick)[size])
  await times(bench, WARM_UP)
  const rounds: number[][] = []
  for (let index = 0; index < 5; index++) rounds.push(await times(bench, bench.quick ? 20 : 60))
  const medianOf = (share: number) => round(median(rounds.map((round) => quantile(round, share))))
  return { packets, p50: medianOf(0.5), p95: medianOf(0.95) }
}

export function compareLists(few: ListTimes, many: ListTimes): Measured {
  const ratio = round(many.p95 / few.p95, 2)
  return {
    figures: { list: { few, many, ratio } },
    checks: [atMost('list.ratio', ratio, MOST_FACTOR)],
  }
}
