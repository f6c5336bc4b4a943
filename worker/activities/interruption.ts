/** Ends a request that is under way, when its time or its worker's is over. Withdrawing comes too late for it. */
import { Context } from '@temporalio/activity'

export class Interruption {
  readonly signal: AbortSignal
  readonly #lost = new AbortController()

  constructor(limitMs: number) {
    const context = Context.current()
    const { cancellationSignal } = context
    const interrupt = () => {
      if (!context.cancellationDetails?.cancelRequested) this.#lost.abort(cancellationSignal.reason)
    }
    if (cancellationSignal.aborted) interrupt()
    else cancellationSignal.addEventListener('abort', interrupt, { once: true })
    this.signal = AbortSignal.any([AbortSignal.timeout(limitMs), this.#lost.signal])
  }

  /** It was our worker that ended it, and not the time. */
  get isOurs(): boolean {
    const { signal } = this.#lost
    return signal.aborted && this.signal.reason === signal.reason
  }
}
