/** The workflow's way to the store: which packets are its own, and what became of them. */
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

/** What of an assignment this workflow may deliver; the rest belongs to other workflows. */
export function claim(assignment: Assignment): Promise<Claimed[]> {
  const at = Date.now()
  return inTime(
    () => quickly.claim(assignment, at),
    () => patiently.claim(assignment, at),
  )
}

type Entry = Parameters<typeof quickly.enter>[0]

/** Like `claim`, for a packet that the store does not know yet; none when its id is taken. */
export function enter(entry: Entry): Promise<Claimed[]> {
  return inTime(
    () => quickly.enter(entry),
    () => patiently.enter(entry),
  )
}

/**
 * The packets that come next in these queues, as far as they are this workflow's now. A regular activity: by the time that
 * it runs, the end of the packet before is in the history, and a repeated task cannot come to another one.
 */
export async function follow(orderingKeys: string[]): Promise<(Claimed | null)[]> {
  const packets = await patiently.follow(orderingKeys)
  const claimed = packets.length === 0 ? [] : await claim({ packets })
  const byKey = new Map(claimed.map((each) => [each.orderingKey, each]))
  return orderingKeys.map((key) => byKey.get(key) ?? null)
}

/** Whether receipts would have been heard, and what came and was not told; waits while that is not known. */
export function askSilence(questions: SilenceQuestion[]): Promise<SilenceAnswer[]> {
  return patiently.askSilence(questions)
}

/** Whether each of these hand-overs will not be sent; false for one that has begun. */
export function withdraw(attempts: AttemptAt[]): Promise<boolean[]> {
  return inTime(
    () => quickly.withdraw(attempts),
    () => patiently.withdraw(attempts),
  )
}

/**
 * Writes what changed, all of it at once; what changes while that is under way goes with the next write. Of the local
 * activities in a workflow task it is the last: Temporal may have a task repeated after all of them have run, and a state
 * from the middle of the task would then be written once more, over the one from its end.
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
      // A condition of its own: deliveries that go on for the same reason call their local activities between the two.
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

  /** @param closed the last state: the workflow lets go of the packet */
  publish({ id, epoch, version: claimed }: Claimed, ledger: Ledger, closed: boolean): void {
    // The time, because after a reset the workflow goes on from an earlier point; and never twice the same.
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
    // That of a local activity comes as it was thrown, a time-out of one as an ActivityFailure.
    if (!(error instanceof TemporalFailure) || isCancellation(error)) throw error
    return patient()
  }
}
