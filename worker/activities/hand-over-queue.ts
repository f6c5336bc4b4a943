/** The hand-overs to one provider that wait in this worker. They are claimed in turn, as many as may be sent. */
import { setTimeout as pause } from 'node:timers/promises'
import { log } from '@temporalio/activity'
import type { Priority } from '@temporalio/common'
import type { ConfiguredProvider } from '@/lib/carrier/provider-file'
import type { HandedOver, HandOverOrder } from '@/lib/contract/workflows'
import { holdUp } from '@/lib/directory/sending'
import { type DirectoryState, isBroken, stateOf } from '@/lib/directory/state'
import type { HandOverAnswer } from '@/lib/packet/events'
import { Batcher } from '@/lib/store/batcher'
import type { HandOverClaim } from '@/lib/store/hand-overs'
import { isStoreOutage, storeErrorOf } from '@/lib/store/store'
import type { ActivityContext } from './context'
import { firstInTurn } from './fair-order'
import { type Letter, workerStopped } from './send'

/** A hand-over that is to be sent now, or the result of one that is not sent. */
export type Turn = { letter: Letter } | { handedOver: HandedOver }

interface Waiting {
  order: HandOverOrder
  priority: Priority | undefined
  /** Takes the hand-over out of the queue. */
  leave: () => void
  settle: (turn: Turn) => void
}

const mostInClaim = 50
const troubledMs = 1_000

export class HandOverQueue {
  readonly #waiting: Waiting[] = []
  readonly #answers: Batcher<HandedOver, undefined>
  #underWay = 0
  #isRunning = false
  #isTroubled = false
  #wake: () => void = () => undefined

  /** @param provider undefined for a provider that is not configured any more */
  constructor(
    private readonly name: string,
    private readonly provider: ConfiguredProvider | undefined,
    private readonly context: ActivityContext,
  ) {
    this.#answers = new Batcher(
      async (answers) => {
        const rows = answers.map((handedOver) => ({ ...handedOver, provider: name, handedOver }))
        await context.handOvers.answer(rows)
        return answers.map(() => undefined)
      },
      { most: 200, failsAll: isStoreOutage },
    )
  }

  /**
   * Resolves when the order's turn has come, or when it is settled without being sent. Rejects when `unwanted` aborts
   * before that; the order was then not sent.
   *
   * @param priority of the activity that brought the order
   */
  turn(order: HandOverOrder, unwanted: AbortSignal, priority?: Priority): Promise<Turn> {
    return new Promise((resolve, reject) => {
      if (unwanted.aborted) return reject(workerStopped())
      const giveUp = () => {
        waiting.leave()
        reject(workerStopped())
      }
      const leave = () => {
        unwanted.removeEventListener('abort', giveUp)
        const place = this.#waiting.indexOf(waiting)
        if (place >= 0) this.#waiting.splice(place, 1)
      }
      const waiting: Waiting = { order, priority, leave, settle: resolve }
      unwanted.addEventListener('abort', giveUp, { once: true })
      this.#waiting.push(waiting)
      void this.#run()
    })
  }

  /**
   * Stores the answer to a hand-over that had its turn, and retries for as long as the store is away. Does not reject
   * if the store refuses the answer: the workflow is told it anyway, and a retry would be refused again.
   */
  async answered(handedOver: HandedOver, stop: AbortSignal): Promise<void> {
    for (;;) {
      try {
        await this.#answers.add(handedOver)
        return
      } catch (error) {
        if (!isStoreOutage(error)) {
          const { packetId, attempt } = handedOver
          const why = { provider: this.name, packetId, attempt, error: storeErrorOf(error) }
          return log.error('the answer of a hand-over cannot be stored', why)
        }
        await pause(troubledMs, undefined, { signal: stop }).catch(() => {
          throw workerStopped()
        })
      }
    }
  }

  /** Frees the slot of a hand-over that had its turn. */
  free(): void {
    this.#underWay -= 1
    this.#wake()
  }

  async #run(): Promise<void> {
    if (this.#isRunning) return
    this.#isRunning = true
    while (this.#waiting.length > 0) {
      const room = this.context.atOnce - this.#underWay
      const group = firstInTurn(this.#waiting, Math.min(mostInClaim, room))
      const waitMs = group.length === 0 ? troubledMs : await this.#serve(group)
      if (waitMs > 0) await this.#rest(waitMs)
    }
    this.#isRunning = false
  }

  async #rest(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const limit = setTimeout(resolve, ms)
      this.#wake = () => {
        clearTimeout(limit)
        resolve()
      }
    })
    this.#wake = () => undefined
  }

  /** Returns the milliseconds until the next claim is worthwhile: 0 if at least one had its turn. */
  async #serve(group: Waiting[]): Promise<number> {
    try {
      const directory = await this.context.directory.current()
      const now = Date.now()
      const due = group.filter((waiting) => !this.#holdBack(waiting, directory, now))
      const claims = due.length === 0 ? [] : await this.#claim(due, directory, now)
      this.#isTroubled = false
      const waits = claims.map((claim, index) => this.#follow(due[index], claim))
      return waits.length === 0 || waits.some((wait) => wait === 0) ? 0 : Math.min(...waits)
    } catch (error) {
      // The store is away, or the provider's state in the directory is unknown: all of them wait, and no provider is
      // blamed.
      if (!this.#isTroubled) log.warn('hand-overs wait', { provider: this.name, error: storeErrorOf(error) })
      this.#isTroubled = true
      return troubledMs
    }
  }

  #claim(due: readonly Waiting[], directory: DirectoryState, at: number): Promise<HandOverClaim[]> {
    const { name, provider } = this
    const state = stateOf(directory, name)
    return this.context.handOvers.claim({
      provider: name,
      limits: {
        maxPerSecond: provider?.maxPerSecond ?? null,
        maxConcurrent: provider?.maxConcurrent ?? null,
      },
      orders: due.map(({ order }) => order),
      at,
      takesBack: state.drained !== null || isBroken(state),
    })
  }

  #holdBack(waiting: Waiting, directory: DirectoryState, at: number): boolean {
    const hold = holdUp(directory, waiting.order.packetId, at)
    if (hold !== null) this.#end(waiting, { kind: 'paused', hold })
    return hold !== null
  }

  /** Returns the milliseconds for which this one still has to wait. */
  #follow(waiting: Waiting | undefined, claim: HandOverClaim): number {
    if (waiting === undefined) return 0
    switch (claim.is) {
      case 'later':
        return Math.max(1, claim.inMs)
      case 'begun': {
        const { order } = waiting
        const { packet, again } = claim
        this.#underWay += 1
        this.#leave(waiting, { letter: { order, packet, again } }, claim.inMs)
        return 0
      }
      case 'answered':
        this.#leave(waiting, { handedOver: claim.handedOver })
        return 0
      case 'takenBack':
        this.#end(waiting, { kind: 'takenBack' })
        return 0
      case 'unwanted': {
        const { why, mayHaveArrived, receipts } = claim
        this.#end(waiting, { kind: 'unsent', why, mayHaveArrived }, receipts)
        return 0
      }
    }
  }

  #end(waiting: Waiting, answer: HandOverAnswer, receipts: HandedOver['receipts'] = []): void {
    const { packetId, attempt } = waiting.order
    const known = receipts.length === 0 ? {} : { receipts }
    this.#leave(waiting, { handedOver: { packetId, attempt, answer, excerpt: '', tries: 0, ...known } })
  }

  #leave(waiting: Waiting, turn: Turn, inMs = 0): void {
    waiting.leave()
    if (inMs < 1) waiting.settle(turn)
    else setTimeout(() => waiting.settle(turn), inMs)
  }
}
