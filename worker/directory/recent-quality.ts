/**
 * What the providers did lately, from the packets that have closed within the last hour: the newest two hundred,
 * read again every few seconds while packets are routed.
 */
import { defaultPayloadConverter } from '@temporalio/common'
import { packetSnapshot } from '@/lib/contract/snapshot'
import { dataRoutingType, packetMemo } from '@/lib/contract/workflows'
import type { Measured } from '@/lib/packet/quality'
import { unpackLedger } from '@/lib/packet/snapshot'
import { Board } from '@/lib/scoreboard/board'
import { measuredOf } from '@/lib/scoreboard/measured'
import type { TemporalPlace } from './temporal-directory'

const windowMs = 3_600_000
const packets = 200
const everyMs = 10_000
const patienceMs = 3_000

export interface QualitySource {
  /** Null for a provider of which nothing is known. Never waits. */
  of(provider: string): Measured | null
}

export class RecentQuality implements QualitySource {
  #measured: ReadonlyMap<string, Measured> = new Map()
  #askedAt = Number.NEGATIVE_INFINITY

  /** @param read answers with the sums of the packets that closed lately */
  constructor(
    private readonly read: () => Promise<Board>,
    private readonly noteFailure: (error: unknown) => void,
  ) {}

  of(provider: string): Measured | null {
    if (performance.now() - this.#askedAt > everyMs) void this.#renew()
    return this.#measured.get(provider) ?? null
  }

  /** Whoever asks meanwhile gets what was known; an old measurement is better than none. */
  async #renew(): Promise<void> {
    this.#askedAt = performance.now()
    try {
      const board = await this.read()
      const entries = [...board.providers.keys()].flatMap((name) => {
        const measured = measuredOf(board, name)
        return measured === null ? [] : [[name, measured] as const]
      })
      this.#measured = new Map(entries)
    } catch (error) {
      this.noteFailure(error)
    }
  }
}

/** The newest packets that closed within the last hour. */
export async function readRecent({ connection, namespace }: TemporalPlace): Promise<Board> {
  const since = new Date(Date.now() - windowMs).toISOString()
  const query = `WorkflowType = '${dataRoutingType}' AND CloseTime >= '${since}'`
  const { executions } = await connection.withDeadline(Date.now() + patienceMs, () =>
    connection.workflowService.listWorkflowExecutions({ namespace, query, pageSize: packets }),
  )
  const board = new Board()
  for (const { memo } of executions) {
    const payload = memo?.fields?.[packetMemo]
    const snapshot = payload && packetSnapshot.safeParse(defaultPayloadConverter.fromPayload(payload))
    if (snapshot?.success) board.fold(unpackLedger(snapshot.data))
  }
  return board
}
