/** The live board as it is now. Each read fetches only the packets that have changed since the last one. */
import 'server-only'
import type { BoardAttempt, BoardChange, BoardRow } from '@/lib/contract/board'
import { endedStaysMs, mostCounted, mostEndedOnBoard, mostInFlightOnBoard } from '@/lib/contract/paging'
import type { Attempt, Packet } from '@/lib/packet/packet'
import { processWide } from '@/lib/server/process-wide'
import { SharedRead } from '@/lib/server/shared-read'
import { callStore } from '@/lib/server/store'
import { type BoardMark, readBoardMarks } from '@/lib/store/board'
import { statusCounts } from './counts'
import { readPackets } from './read'
import { stuckWorkflows } from './stuck'

interface Known {
  mark: string
  /** The same object until the packet's row changes. */
  row: BoardRow
}

export interface Board {
  rows: ReadonlyMap<string, Known>
  inFlight: number
}

const maxAgeMs = 500
/** Packets per read. */
const pageSize = 1_000

/** Shared by all readers. */
export const board = processWide('board', () => {
  let known: Board = { rows: new Map(), inFlight: 0 }
  return new SharedRead(async () => {
    known = await readBoard(known)
    return known
  }, maxAgeMs)
})

async function readBoard(known: Board): Promise<Board> {
  const [marks, stuck] = await Promise.all([
    callStore((db) =>
      readBoardMarks(db, {
        mostInFlight: mostInFlightOnBoard,
        mostEnded: mostEndedOnBoard,
        endedSince: Date.now() - endedStaysMs,
      }),
    ),
    stuckWorkflows(),
  ])
  // Only Temporal knows that a packet is stuck; the store's mark does not change then.
  const markOf = ({ mark, owner }: BoardMark) => (stuck.has(owner) ? `${mark} stuck` : mark)
  const changed = marks.filter((each) => known.rows.get(each.id)?.mark !== markOf(each))
  const read = await readRows(changed.map(({ id }) => id))
  const rows = new Map<string, Known>()
  for (const each of marks) {
    const was = known.rows.get(each.id)
    const row = read.get(each.id) ?? was?.row
    if (row !== undefined)
      rows.set(each.id, { mark: markOf(each), row: was && same(was.row, row) ? was.row : row })
  }
  return { rows, inFlight: await countInFlight(marks) }
}

async function countInFlight(marks: readonly BoardMark[]): Promise<number> {
  const seen = marks.filter(({ inFlight }) => inFlight).length
  if (seen < mostInFlightOnBoard) return seen
  const { ROUTING, TRANSMITTING } = await statusCounts().recent()
  return Math.min(Math.max(seen, ROUTING + TRANSMITTING), mostCounted + 1)
}

async function readRows(ids: readonly string[]): Promise<Map<string, BoardRow>> {
  const rows = new Map<string, BoardRow>()
  for (let from = 0; from < ids.length; from += pageSize) {
    for (const packet of await readPackets(ids.slice(from, from + pageSize))) {
      rows.set(packet.id, toBoardRow(packet))
    }
  }
  return rows
}

/** Many changes of a packet are not visible on the board. */
function same(one: BoardRow, other: BoardRow): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other)
}

function toBoardRow(packet: Packet): BoardRow {
  const { id, destination, status, createdAt, begunAt, endedAt } = packet
  return {
    id,
    destination,
    batch: packet.batch?.id ?? null,
    status,
    stuck: packet.stuck !== null,
    waiting: packet.waiting?.why ?? null,
    createdAt,
    begunAt,
    endedAt,
    attempts: packet.attempts.map(toBoardAttempt),
  }
}

function toBoardAttempt(attempt: Attempt): BoardAttempt {
  const { number, provider, outcome, handOver, transmittedAt, deadline, graceUntil, endedAt, late } = attempt
  const receivedAt = attempt.receipt?.receivedAt ?? null
  return {
    number,
    provider,
    outcome,
    handOver: handOver.state,
    transmittedAt,
    deadline,
    graceUntil,
    endedAt,
    receivedAt,
    late,
  }
}

/** The whole board, for a reader that knows nothing yet. */
export function wholeBoard({ rows, inFlight }: Board): BoardChange {
  return { whole: true, rows: [...rows.values()].map(({ row }) => row), gone: [], inFlight }
}

/** Null where nothing has changed. */
export function boardChange(before: Board, now: Board): BoardChange | null {
  const rows: BoardRow[] = []
  for (const [id, { row }] of now.rows) if (before.rows.get(id)?.row !== row) rows.push(row)
  const gone = [...before.rows.keys()].filter((id) => !now.rows.has(id))
  if (rows.length === 0 && gone.length === 0 && before.inFlight === now.inFlight) return null
  return { whole: false, rows, gone, inFlight: now.inFlight }
}
