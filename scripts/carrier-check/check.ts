/** What one check is, and what it may find. */
import type { Arrival } from './arrival'
import type { Bench, Given } from './bench'

export interface Check {
  /** Names it for `--only`. */
  name: string
  group: 'Hand-over' | 'Receipt' | 'Recall'
  /** What should hold, as a sentence. */
  title: string
  /** Whether it needs receipts to come at all. */
  needsReceipts: boolean
  /** Why it cannot be made with what was given; null when it can. */
  unless?: (given: Given) => string | null
  /** Resolves with a remark when it holds. @throws Finding when it does not */
  run: (bench: Bench) => Promise<string>
}

/** Something that does not hold; the message says what was seen and what is wanted. */
export class Finding extends Error {
  override readonly name = 'Finding'

  constructor(
    message: string,
    /** The receipt that shows it. */
    readonly arrival: Arrival | null = null,
  ) {
    super(message)
  }
}
