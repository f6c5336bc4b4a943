import type pino from 'pino'
import type { AttemptSum } from '@/lib/scoreboard/sums'
import { Breakers, type BreakerWatch } from './breakers'
import { type DirectorySource, LiveDirectory } from './live-directory'
import { type QualitySource, RecentQuality } from './recent-quality'
import { readCarried, readDirectory, signalTrip, type TemporalPlace } from './temporal-directory'

/**
 * What one worker knows of the directory, read once before it begins, and tells it.
 * `firstProbeMs`: until an open breaker is first probed.
 */
export async function connectDirectory(
  place: TemporalPlace,
  readSums: () => Promise<AttemptSum[]>,
  firstProbeMs: number,
  log: Pick<pino.Logger, 'warn'>,
): Promise<{ directory: DirectorySource; breakers: BreakerWatch; quality: QualitySource }> {
  const directory = new LiveDirectory(
    () => readDirectory(place),
    (error) => log.warn({ error }, 'the provider directory could not be read; the last known one holds'),
  )
  const breakers = new Breakers((tripped) => {
    log.warn({ provider: tripped.trip.provider, reason: tripped.reason }, 'a circuit breaker is to open')
    readCarried(place)
      .then(({ state, log: changes }) => signalTrip(place, tripped, state, changes))
      .catch((error) => log.warn({ error }, 'the directory could not be told of a circuit breaker'))
  }, firstProbeMs)
  const quality = new RecentQuality(readSums, (error) =>
    log.warn({ error }, 'the quality of the providers could not be measured'),
  )
  await directory.open()
  return { directory, breakers, quality }
}
