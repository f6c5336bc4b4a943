import type { ConfiguredProvider } from '@/lib/carrier/provider-file'
import type { TokenKeys } from '@/lib/carrier/token'
import type { RoutingFallback } from '@/lib/contract/services'
import type { AttemptAt, HandedOver } from '@/lib/contract/workflows'
import type { Notifier } from '@/lib/notify/post-notification'
import type { QuietRule } from '@/lib/packet/apply'
import {
  answerHandOvers,
  type ClaimOptions,
  claimHandOvers,
  type HandOverClaim,
} from '@/lib/store/hand-overs'
import type { Unstarted, UntoldCancel } from '@/lib/store/ownership'
import { isAwaited } from '@/lib/store/settling'
import type { Database, Store } from '@/lib/store/store'
import type { BreakerWatch } from '../directory/breakers'
import type { DirectorySource } from '../directory/live-directory'
import type { QualitySource } from '../directory/recent-quality'

/** What a hand-over needs of the store. */
export interface HandOverSource {
  claim(options: ClaimOptions): Promise<HandOverClaim[]>
  answer(answers: (AttemptAt & { handedOver: HandedOver })[]): Promise<void>
  /** Whether the attempt still waits for its receipt. */
  isAwaited(packetId: string, attempt: number): Promise<boolean>
}

export function handOversIn(db: Database): HandOverSource {
  return {
    claim: (options) => claimHandOvers(db, options),
    answer: (answers) => answerHandOvers(db, answers),
    isAwaited: (packetId, attempt) => isAwaited(db, packetId, attempt),
  }
}

/** What is needed to send notifications. */
export interface Notifying {
  readonly notifier: Pick<Notifier, 'post'>
  /** The installation's secrets, newest first; each of them signs. */
  readonly secrets: readonly string[]
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** A random number from 0 up to 1, which spreads the tries. */
  readonly random: () => number
}

/** What the activities need from the process they run in. */
export interface ActivityContext {
  readonly store: Pick<Store, 'db' | 'announce'>
  readonly handOvers: HandOverSource
  /** Tells a workflow of answers while other hand-overs of the same activity are still under way. */
  readonly tellHandedOver: (workflowId: string, answers: HandedOver[]) => Promise<void>
  /** Starts the workflow of packets that were assigned to it. */
  readonly startDelivery: (group: Unstarted) => Promise<void>
  /** Tells a workflow to cancel its packet; if that fails, the sweeper does it. */
  readonly tellCancel: (untold: UntoldCancel) => Promise<void>
  /** When the quiet hours at a destination end; null if there are none at that time. */
  readonly quietUntil: QuietRule
  readonly providers: readonly ConfiguredProvider[]
  readonly directory: DirectorySource
  readonly breakers: BreakerWatch
  readonly quality: QualitySource
  /** The destination of probes; null if none is configured, and then no probe is sent. */
  readonly probeDestination: string | null
  readonly tokenKeys: TokenKeys
  readonly callbackUrl: string
  /** Chooses among the providers that may be used now; null where the built-in rules choose. */
  readonly routingService: { readonly url: string; readonly fallback: RoutingFallback } | null
  /** The address of the greeting service; null if this worker makes the greetings itself. */
  readonly greetingUrl: string | null
  readonly seed: string | null
  readonly notifying: Notifying
  readonly graceMs: number
  readonly settlingMs: number
  /** The most hand-overs to one provider that this process has under way at once. */
  readonly atOnce: number
}
