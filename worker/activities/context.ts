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

/** What a hand-over asks of the store. */
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

/** What it takes to send notifications. */
export interface Notifying {
  readonly notifier: Pick<Notifier, 'post'>
  /** Of the installation, newest first; all of them sign. */
  readonly secrets: readonly string[]
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** From 0 up to 1; spreads the tries. */
  readonly random: () => number
}

/** What the activities need from the process they run in. */
export interface ActivityContext {
  readonly store: Pick<Store, 'db' | 'announce'>
  readonly handOvers: HandOverSource
  /** Tells a workflow of answers while others of the same activity are awaited. */
  readonly tellHandedOver: (workflowId: string, answers: HandedOver[]) => Promise<void>
  /** Starts the workflow of packets that were given to it. */
  readonly startDelivery: (group: Unstarted) => Promise<void>
  /** Tells a workflow that its packet is to be canceled; what it cannot tell, the sweeper does. */
  readonly tellCancel: (untold: UntoldCancel) => Promise<void>
  /** When the quiet hours at a destination are over; null where it has none then. */
  readonly quietUntil: QuietRule
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
  readonly notifying: Notifying
  readonly graceMs: number
  readonly settlingMs: number
  /** How many hand-overs to one provider the process has under way at once. */
  readonly atOnce: number
}
