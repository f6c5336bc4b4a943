/** Tells a workflow what became of its hand-overs while others of the same activity go on. */
import type { HandedOver } from '@/lib/contract/workflows'

/** A packet that was accepted has nothing to do until its receipt comes. */
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

  /** What fails over is told at once, unless it is the last one. */
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

  /** What has not been told, once what is being told is. */
  async rest(): Promise<HandedOver[]> {
    clearTimeout(this.#timer)
    await this.#telling
    return this.#untold
  }
}
