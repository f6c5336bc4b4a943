import type { BoardPacket, BoardTry } from '@/lib/client/live-board'

export const at = Date.UTC(2026, 0, 1, 12)

/** An attempt that has waited 4 s for RouteA's receipt and has 6 s left. */
export function attempt(change: Partial<BoardTry> = {}): BoardTry {
  const times = {
    transmittedAt: at - 4_000,
    deadline: at + 6_000,
    graceUntil: null,
    endedAt: null,
    receivedAt: null,
  }
  return {
    number: 1,
    provider: 'RouteA',
    outcome: 'PENDING',
    handOver: 'ACCEPTED',
    late: false,
    ...times,
    ...change,
  }
}

export function boardPacket(id: string, change: Partial<BoardPacket> = {}): BoardPacket {
  return {
    id,
    destination: '+016660002222',
    batch: null,
    status: 'TRANSMITTING',
    stuck: false,
    waiting: null,
    createdAt: at - 5_000,
    begunAt: at - 5_000,
    endedAt: null,
    attempts: [attempt()],
    failedOverAt: null,
    ...change,
  }
}
