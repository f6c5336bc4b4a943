/** Counts how this worker's hand-overs go, and tells the directory when a provider's breaker should open. */
import type { ConfiguredProvider } from '@/lib/carrier/provider-file'
import { type BreakerCount, count, reasonToTrip } from '@/lib/directory/breaker-count'
import type { ObservedChange } from '@/lib/directory/change'
import type { ProviderAnswer } from '@/lib/packet/events'
import { cut } from '@/lib/packet/text'
import { attemptWords } from '@/lib/packet/words'

export interface Tripped {
  /** As a sentence. */
  reason: string
  trip: Extract<ObservedChange, { do: 'trip' }>
}

export interface BreakerWatch {
  /** Counts the final answer to a hand-over. */
  note(provider: ConfiguredProvider, answer: ProviderAnswer): void
}

export class Breakers implements BreakerWatch {
  private readonly counts = new Map<string, BreakerCount>()

  /**
   * @param tell reports a trip to the directory
   * @param firstProbeMs until an open breaker is probed for the first time
   */
  constructor(
    private readonly tell: (tripped: Tripped) => void,
    private readonly firstProbeMs: number,
  ) {}

  note(provider: ConfiguredProvider, answer: ProviderAnswer): void {
    const failed = answer.kind === 'unreachable'
    const counted = count(this.counts.get(provider.name) ?? [], performance.now(), failed)
    const reason = failed ? reasonToTrip(counted) : null
    // Counting starts anew after a trip: failures before the breaker opened must not open it again after a probe.
    this.counts.set(provider.name, reason === null ? counted : [])
    if (reason !== null) this.tell(this.trip(provider, `${reason}, the last one: ${lastOf(answer)}`))
  }

  private trip({ name, receiptTimeoutMs }: ConfiguredProvider, reason: string): Tripped {
    const { firstProbeMs } = this
    return { reason, trip: { do: 'trip', provider: name, firstProbeMs, receiptTimeoutMs } }
  }
}

function lastOf(answer: ProviderAnswer): string {
  return 'reason' in answer ? cut(attemptWords(answer.reason), 100) : answer.kind
}
