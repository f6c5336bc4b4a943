import { expect, test } from 'vitest'
import type { BoardChange, BoardRow } from '@/lib/contract/board'
import { EventReader } from '@/lib/server/test-support/event-reader'
import { apiUnderTest } from '../test-support/api-under-test'
import { callApi } from '../test-support/call-api'
import { sendReceipt } from '../test-support/carrier'
import { eventually } from '../test-support/eventually'
import { packetWhen, submit } from '../test-support/packets'

const api = apiUnderTest()

async function watchBoard(): Promise<EventReader> {
  const response = await callApi('/api/events/board')
  if (response.status !== 200) throw new Error(await response.text())
  return new EventReader(response)
}

/** The next change of this packet's row for which the predicate holds. `whole` tells a first answer from a change. */
async function rowWhen(
  reader: EventReader,
  id: string,
  holds: (row: BoardRow) => boolean,
): Promise<BoardRow & { whole: boolean }> {
  const found = ({ rows }: BoardChange) => rows.find((row) => row.id === id && holds(row))
  const change = await reader.next<BoardChange>('board', (each) => found(each) !== undefined)
  const row = found(change)
  if (row === undefined) throw new Error('It was found a moment ago.')
  return { ...row, whole: change.whole }
}

const isHandedOver = ({ attempts }: BoardRow) => attempts.at(-1)?.handOver === 'ACCEPTED'

test('tells everything in flight at first, then the changes and the endings', async () => {
  const { id } = await submit()
  const { token } = await api.carrier.handOver(id)
  await packetWhen(id, ({ attempts }) => attempts[0]?.handOver.state === 'ACCEPTED')
  const reader = await watchBoard()
  const first = await rowWhen(reader, id, isHandedOver)
  expect(first).toMatchObject({ status: 'TRANSMITTING', endedAt: null })
  expect(first.attempts).toMatchObject([{ provider: 'RouteA', outcome: 'PENDING', receivedAt: null }])
  await sendReceipt({ token, delivered: true }, api.secrets.RouteA)
  const ended = await rowWhen(reader, id, ({ endedAt }) => endedAt !== null)
  expect(ended).toMatchObject({ whole: false, status: 'DELIVERED' })
  expect(ended.attempts[0]).toMatchObject({ outcome: 'ACKNOWLEDGED' })
  await reader.leave()
})

test('shows a packet that failed over and ended before it could be seen in flight', async () => {
  const reader = await watchBoard()
  await reader.next('board')
  api.carrier.afterEach(({ token, attempt }) => {
    const secret = attempt === 1 ? api.secrets.RouteA : api.secrets.RouteB
    void sendReceipt({ token, delivered: attempt === 2 }, secret)
  })
  const { id } = await submit()
  const { attempts } = await rowWhen(reader, id, ({ status }) => status === 'DELIVERED')
  expect(attempts.map(({ provider, outcome }) => [provider, outcome])).toEqual([
    ['RouteA', 'REFUSED'],
    ['RouteB', 'ACKNOWLEDGED'],
  ])
  api.carrier.afterEach(() => undefined)
  await reader.leave()
})

test('leaves out packets that wait for their time or their turn', async () => {
  const scheduled = await submit({ deliverAt: new Date(Date.now() + 3_600_000).toISOString() })
  const { id } = await submit()
  await api.carrier.handOver(id)
  const readBoard = async (): Promise<BoardChange> => (await callApi('/api/board')).json()
  const { whole, rows, inFlight } = await eventually(readBoard, (each) =>
    each.rows.some((row) => row.id === id),
  )
  expect(whole).toBe(true)
  expect(rows.map((row) => row.id)).not.toContain(scheduled.id)
  expect(inFlight).toBe(rows.filter(({ endedAt }) => endedAt === null).length)
})

test('tells all viewers the same, and a later one the whole board first', async () => {
  const { id } = await submit()
  const { token } = await api.carrier.handOver(id)
  const early = await watchBoard()
  await rowWhen(early, id, isHandedOver)
  const late = await watchBoard()
  expect(await rowWhen(late, id, isHandedOver)).toMatchObject({ whole: true })
  await sendReceipt({ token, delivered: true }, api.secrets.RouteA)
  for (const reader of [early, late]) {
    expect(await rowWhen(reader, id, ({ endedAt }) => endedAt !== null)).toMatchObject({ whole: false })
    await reader.leave()
  }
})
