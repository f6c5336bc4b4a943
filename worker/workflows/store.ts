/** The workflow's access to the store: which packets belong to it, and what became of them. */
import { condition, isCancellation, TemporalFailure } from '@temporalio/workflow'
import type {
  Assignment,
  AttemptAt,
  Claimed,
  PacketState,
  Share,
  SilenceAnswer,
  SilenceQuestion,
} from '@/lib/contract/workflows'
import type { Ledger } from '@/lib/packet/ledger'
import { areAllAnswered, inTurn, patiently, quickly } from './activities'

/** The packets of an assignment that this workflow may deliver; the others belong to other workflows. */
export function claim(assignment: Assignment): Promise<Claimed[]> {
  const at = Date.now()
  return inTime(
    () => quickly.claim(assignment, at),
    () => patiently.claim(assignment, at),
  )
}

type Entry = Parameters<typeof quickly.enter>[0]

/** Like `claim`, for a packet that is not in the store yet; returns none if its id is taken. */
export function enter(entry: Entry): Promise<Claimed[]> {
  return inTime(
    () => quickly.enter(entry),
    () => patiently.enter(entry),
  )
}

/**
 * The next packets of these queues, if they belong to this workflow now. A regular activity: when it runs, the end of
 * the previous packet is in the history, so a repeated task cannot come to a different end.
 */
export async function follow(orderingKeys: string[]): Promise<(Claimed | null)[]> {
  const packets = await patiently.follow(orderingKeys)
  const claimed = packets.length === 0 ? [] : await claim({ packets })
  const byKey = new Map(claimed.map((each) => [each.orderingKey, each]))
  return orderingKeys.map((key) => byKey.get(key) ?? null)
}

/**
 * Whether receipts could have been received, and those that the workflow was not told of; waits while this is unknown.
 */
export function askSilence(questions: SilenceQuestion[]): Promise<SilenceAnswer[]> {
  return patiently.askSilence(questions)
}

/** Whether each of these hand-overs is kept from being sent; false for one that has begun. */
export function withdraw(attempts: AttemptAt[]): Promise<boolean[]> {
  return inTime(
    () => quickly.withdraw(attempts),
    () => patiently.withdraw(attempts),
  )
}

/**
 * Writes all changed states together; changes during a write go with the next one. The write is always the last local
 * activity of a workflow task: Temporal may repeat a task after all of its local activities have run, and a state from
 * the middle of the task would then overwrite the one from its end.
 */
export class Publisher {
  private readonly changed = new Map<string, PacketState>()
  private readonly writing = new Set<string>()
  private readonly versions = new Map<string, number>()

  constructor() {
    void this.run()
  }

  private async run(): Promise<never> {
    for (;;) {
      await condition(() => this.changed.size > 0)
      // A separate condition: deliveries that the same event wakes call their local activities between the two.
      await condition(areAllAnswered)
      const states = [...this.changed.values()]
      this.changed.clear()
      for (const { id } of states) this.writing.add(id)
      await inTime(
        () => quickly.save(states),
        () => patiently.save(states),
      )
      this.writing.clear()
    }
  }

  /** @param closed whether this is the last state, with which the workflow lets go of the packet */
  publish({ id, epoch, version: claimed }: Claimed, ledger: Ledger, closed: boolean): void {
    // Based on the time, because after a reset the workflow goes on from an earlier point; and always higher than
    // before.
    const version = Math.max(Date.now(), (this.versions.get(id) ?? claimed) + 1)
    this.versions.set(id, version)
    this.changed.set(id, { id, epoch, version, ledger, closed })
  }

  /** Resolves once everything is stored. */
  async allDone(): Promise<void> {
    await condition(() => this.changed.size === 0 && this.writing.size === 0)
  }

  /** Resolves once everything about the packet is stored. */
  async done({ id }: Share): Promise<void> {
    await condition(() => !this.changed.has(id) && !this.writing.has(id))
  }
}

async function inTime<T>(quick: () => Promise<T>, patient: () => Promise<T>): Promise<T> {
  try {
    return await inTurn(quick)
  } catch (error) {
    // A local activity's failure is thrown unwrapped, its time-out as an ActivityFailure; both are TemporalFailures.
    if (!(error instanceof TemporalFailure) || isCancellation(error)) throw error
    return patient()
  }
}
