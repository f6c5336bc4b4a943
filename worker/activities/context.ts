import type { ConfiguredProvider } from '@/lib/carrier/provider-file'
import type { TokenKeys } from '@/lib/carrier/token'
import type { BreakerWatch } from '../directory/breakers'
import type { DirectorySource } from '../directory/live-directory'
import type { QualitySource } from '../directory/recent-quality'
import type { IsAwaited } from './is-awaited'

/** What the activities need from the process they run in. */
export interface ActivityContext {
  readonly providers: readonly ConfiguredProvider[]
  readonly directory: DirectorySource
  readonly breakers: BreakerWatch
  readonly quality: QualitySource
  readonly isAwaited: IsAwaited
  /** Where probes go. */
  readonly probeDestination: string
  readonly tokenKeys: TokenKeys
  readonly callbackUrl: string
  /** Where a worker reaches the web process, for its health and its greeting; without a slash at its end. */
  readonly webUrl: string
  /** Percent of route look-ups that fail. */
  readonly errorChance: number
  readonly seed: string | null
  readonly graceMs: number
  readonly settlingMs: number
  /** How many hand-overs and the like the process takes at once. */
  readonly atOnce: number
}
