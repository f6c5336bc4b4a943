/** Tells a workflow the results of its hand-overs while other hand-overs of the same activity go on. */
import type { HandedOver } from '@/lib/contract/workflows'

/** Accepted packets are told after this pause, together: they have nothing to do until their receipt comes. */
const acceptedMs = 1_000

export class Report {
  #untold: HandedOver[] = []
  #open: number
  #timer: NodeJS.Timeout | undefined
  #telling: Promise<void> = Promise.resolve()

  /**
   * @param count how many hand-overs there are
   * @param tell may fail; then they are told at the end
   */
  constructor(
    count: number,
    private readonly tell: (answers: HandedOver[]) => Promise<void>,
  ) {
    this.#open = count
  }

  /** A result that is not "accepted" is told at once; the last one is left to the activity's own result. */
  add(handedOver: HandedOver): void {
    this.#untold.push(handedOver)
    this.#open -= 1
    if (this.#open === 0) return
    if (handedOver.answer.kind !== 'accepted') void this.tellNow()
    else this.#timer ??= setTimeout(() => void this.tellNow(), acceptedMs)
  }

  /** Never rejects. */
  tellNow(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const answers = this.#untold
    this.#untold = []
    const telling = answers.length === 0 ? Promise.resolve() : this.tell(answers)
    const told = telling.catch(() => {
      this.#untold.push(...answers)
    })
    this.#telling = Promise.all([this.#telling, told]).then(() => undefined)
    return this.#telling
  }

  /** Waits for the telling under way, and returns the results that the workflow was not told. */
  async rest(): Promise<HandedOver[]> {
    clearTimeout(this.#timer)
    await this.#telling
    return this.#untold
  }
}
