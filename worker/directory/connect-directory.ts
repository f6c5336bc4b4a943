import { randomUUID } from 'node:crypto'
import type { Client } from '@temporalio/client'
import type pino from 'pino'
import type { AttemptSum } from '@/lib/scoreboard/sums'
import { changeDirectory, readDirectory } from '@/lib/store/directory'
import { type Store, storeErrorOf } from '@/lib/store/store'
import { startProbing } from '@/lib/temporal/probing'
import { Breakers, type BreakerWatch, type Tripped } from './breakers'
import { LiveDirectory } from './live-directory'
import { type QualitySource, RecentQuality } from './recent-quality'

export interface DirectoryPlace {
  store: Pick<Store, 'db' | 'announce'>
  client: Pick<Client, 'workflow'>
  log: Pick<pino.Logger, 'info' | 'warn'>
}

/**
 * Connects one worker to the directory: reads its state, and reports breakers that trip.
 * `firstProbeMs`: until an open breaker is first probed.
 */
export function connectDirectory(
  place: DirectoryPlace,
  readSums: () => Promise<AttemptSum[]>,
  firstProbeMs: number,
): { directory: LiveDirectory; breakers: BreakerWatch; quality: QualitySource } {
  const { store, log } = place
  const directory = new LiveDirectory(() => readDirectory(store.db), log)
  const breakers = new Breakers((tripped) => void openBreaker(place, tripped), firstProbeMs)
  const quality = new RecentQuality(readSums, (error) =>
    log.warn({ error }, 'the quality of the providers could not be measured'),
  )
  return { directory, breakers, quality }
}

/**
 * Never rejects. If the store cannot be reached, the breaker stays closed until as many hand-overs have failed again.
 * If Temporal cannot be reached, the upkeep of the directory starts the probing.
 */
async function openBreaker({ store, client, log }: DirectoryPlace, { reason, trip }: Tripped): Promise<void> {
  const { provider } = trip
  const change = { id: randomUUID(), at: Date.now(), who: null, reason, what: trip }
  try {
    const { isNew } = await changeDirectory(store.db, change)
    if (!isNew) return
    store.announce()
    log.warn({ provider, reason }, 'a circuit breaker has opened')
    await startProbing(client, provider)
  } catch (error) {
    log.warn(
      { provider, error: storeErrorOf(error) },
      'a circuit breaker could not be opened, or not be probed',
    )
  }
}
