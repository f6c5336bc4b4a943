import { beforeEach, expect, test } from 'vitest'
import { LiveBoard } from '@/lib/client/live-board'
import type { BoardChange, BoardRow } from '@/lib/contract/board'
import { Stage } from './stage'
import { at } from './test-support/board-packet'

const iso = (ms: number) => new Date(ms).toISOString()

function row(id: string, change: Partial<BoardRow> = {}): BoardRow {
  const times = { createdAt: iso(at), begunAt: null, endedAt: null }
  return {
    id,
    destination: 'x',
    batch: null,
    status: 'ROUTING',
    stuck: false,
    waiting: null,
    ...times,
    attempts: [],
    ...change,
  }
}

const attempt: BoardRow['attempts'][number] = {
  number: 1,
  provider: 'RouteA',
  outcome: 'PENDING',
  handOver: 'ACCEPTED',
  transmittedAt: iso(at),
  deadline: iso(at + 10_000),
  graceUntil: null,
  endedAt: null,
  receivedAt: null,
  late: false,
}

let board: LiveBoard
let stage: Stage

beforeEach(() => {
  board = new LiveBoard()
  stage = new Stage(board, 'none')
})

function tell(change: Partial<BoardChange>): void {
  board.apply({ whole: false, rows: [], gone: [], inFlight: 2, ...change }, at)
}

const lanes = () => stage.scene.groups.flatMap((group) => group.lanes)
const statusOf = (id: string) => stage.scene.packets.get(id)?.status

test('follows the stream: the whole first, then changes and removals', () => {
  expect(stage.scene.inFlight).toBeNull()
  tell({ whole: true, rows: [row('a'), row('b')] })
  tell({ rows: [row('a', { status: 'TRANSMITTING' }), row('c')], gone: ['b'], inFlight: 7 })
  expect(lanes()).toEqual(['a', 'c'])
  expect([statusOf('a'), stage.scene.inFlight]).toEqual(['TRANSMITTING', 7])
  tell({ whole: true, rows: [row('c')] })
  expect([...stage.scene.packets.keys()]).toEqual(['c'])
})

test('while held, no lane changes hands and packets with a lane go on changing', () => {
  tell({ whole: true, rows: [row('a'), row('b')] })
  stage.hold(true)
  tell({ rows: [row('a', { status: 'DELIVERED', endedAt: iso(at) }), row('c')] })
  tell({ gone: ['a'] })
  expect(lanes()).toEqual(['a', 'b'])
  expect([statusOf('a'), stage.scene.waiting]).toEqual(['DELIVERED', 1])
  stage.hold(false)
  expect(lanes()).toEqual(['c', 'b'])
  expect(stage.scene.waiting).toBe(0)
})

test('while paused nothing changes, and resuming shows the current state', () => {
  tell({ whole: true, rows: [row('a'), row('b')] })
  stage.pause(true)
  const { scene } = stage
  tell({ rows: [row('a', { status: 'TRANSMITTING' })], gone: ['b'] })
  stage.hold(true)
  stage.hold(false)
  expect(stage.scene).toBe(scene)
  stage.pause(false)
  expect([lanes(), statusOf('a')]).toEqual([['a', null], 'TRANSMITTING'])
})

test('another grouping rearranges what is shown, also while paused', () => {
  tell({ whole: true, rows: [row('a', { batch: 'letters' }), row('b')] })
  stage.pause(true)
  stage.group('batch')
  expect(stage.scene.groups.map(({ name }) => name)).toEqual(['letters', null])
})

test('a packet that fails over is highlighted from then on', () => {
  tell({ whole: true, rows: [row('a', { attempts: [attempt] })] })
  expect(stage.scene.packets.get('a')?.failedOverAt).toBeNull()
  tell({
    rows: [
      row('a', {
        attempts: [
          { ...attempt, outcome: 'TIMED_OUT' },
          { ...attempt, number: 2 },
        ],
      }),
    ],
  })
  expect(stage.scene.packets.get('a')?.failedOverAt).toBe(at)
})
