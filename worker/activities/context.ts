import type { ConfiguredProvider } from '@/lib/carrier/provider-file'
import type { TokenKeys } from '@/lib/carrier/token'
import type { RoutingFallback } from '@/lib/contract/routing-service'
import type { Sendable } from '@/lib/store/packets'
import type { Store } from '@/lib/store/store'
import type { BreakerWatch } from '../directory/breakers'
import type { DirectorySource } from '../directory/live-directory'
import type { QualitySource } from '../directory/recent-quality'

/** What a hand-over asks of the store. */
export interface HandOverSource {
  /** What the provider is handed; null where the packet is not there. */
  sendable(packetId: string): Promise<Sendable | null>
  /** Whether the attempt still waits for its receipt. */
  isAwaited(packetId: string, attempt: number): Promise<boolean>
}

/** What the activities need from the process they run in. */
export interface ActivityContext {
  readonly store: Pick<Store, 'db' | 'announce'>
  readonly handOvers: HandOverSource
  readonly providers: readonly ConfiguredProvider[]
  readonly directory: DirectorySource
  readonly breakers: BreakerWatch
  readonly quality: QualitySource
  /** Where probes go; null where no destination was named, and then none is sent. */
  readonly probeDestination: string | null
  readonly tokenKeys: TokenKeys
  readonly callbackUrl: string
  /** Chooses among the providers that may be used; null where the built-in rules do. */
  readonly routingService: { readonly url: string; readonly fallback: RoutingFallback } | null
  /** The greeting service; null where greetings are made here. */
  readonly greetingUrl: string | null
  readonly seed: string | null
  readonly graceMs: number
  readonly settlingMs: number
  /** How many hand-overs and the like the process takes at once. */
  readonly atOnce: number
}
