/**
 * Groups calls: items that arrive while a group is being processed form the next group. An item that arrives while the
 * batcher is idle is processed at once, so only a busy system groups.
 */
interface Waiting<Item, Answer> {
  item: Item
  size: number
  resolve: (answer: Answer) => void
  reject: (error: unknown) => void
}

export interface BatchLimits<Item> {
  most: number
  /** The largest size of a group, in the unit of `sizeOf`. A single item may be larger. */
  mostSize?: number
  sizeOf?: (item: Item) => number
  /** Awaited before each group that is not full, while more items may join it. */
  ready?: () => Promise<void>
  /** Recognises errors that would affect any item, such as an outage. */
  failsAll?: (error: unknown) => boolean
}

export class Batcher<Item, Answer> {
  readonly #act: (items: Item[]) => Promise<Answer[]>
  readonly #limits: BatchLimits<Item>
  #waiting: Waiting<Item, Answer>[] = []
  #isBusy = false
  #onFull = () => {}

  /**
   * @param act returns the answers in the order of the items. If it fails for several items, each is tried alone. An
   * error that `failsAll` recognises rejects the whole group and all waiting items, which would only fail in the same
   * way
   */
  constructor(act: (items: Item[]) => Promise<Answer[]>, limits: BatchLimits<Item>) {
    this.#act = act
    this.#limits = limits
  }

  get isIdle(): boolean {
    return !this.#isBusy
  }

  add(item: Item): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, size: this.#limits.sizeOf?.(item) ?? 0, resolve, reject })
      if (!this.#isBusy) void this.#run()
      if (this.#isFull) this.#onFull()
    })
  }

  get #isFull(): boolean {
    return this.#waiting.length >= this.#limits.most
  }

  async #run(): Promise<void> {
    this.#isBusy = true
    while (this.#waiting.length > 0) {
      await this.#gather()
      await this.#group(this.#next())
    }
    this.#isBusy = false
  }

  async #gather(): Promise<void> {
    const { ready } = this.#limits
    if (ready === undefined || this.#isFull) return
    const full = new Promise<void>((resolve) => {
      this.#onFull = resolve
    })
    await Promise.race([ready(), full])
  }

  #next(): Waiting<Item, Answer>[] {
    const { most, mostSize = Number.POSITIVE_INFINITY } = this.#limits
    let size = 0
    let count = 0
    for (const each of this.#waiting.slice(0, most)) {
      size += each.size
      if (count > 0 && size > mostSize) break
      count += 1
    }
    return this.#waiting.splice(0, count)
  }

  async #group(group: Waiting<Item, Answer>[]): Promise<void> {
    try {
      const answers = await this.#act(group.map(({ item }) => item))
      if (answers.length !== group.length) throw new Error('A group was answered in part.')
      for (const [index, answer] of answers.entries()) group[index]?.resolve(answer)
    } catch (error) {
      if (this.#limits.failsAll?.(error))
        for (const each of [...group, ...this.#waiting.splice(0)]) each.reject(error)
      else if (group.length === 1) group[0]?.reject(error)
      // One item may have made the others fail.
      else for (const each of group) await this.#group([each])
    }
  }
}
