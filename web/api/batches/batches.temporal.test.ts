import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Batch } from '@/lib/contract/batch'
import { apiPaths } from '@/lib/contract/paths'
import { apiUnderTest } from '../test-support/api-under-test'
import { batchWhen, getBatch, rows, upload, uploaded } from '../test-support/batches'
import { callApi, postJson } from '../test-support/call-api'
import { sendReceipt } from '../test-support/carrier'
import { getPacket, listPackets } from '../test-support/packets'
import { refusal } from '../test-support/refusal'

const api = apiUnderTest()

const query = { source: '+017771110000' }

/** What the carrier makes of each hand-over. */
let confirms: (destination: string) => boolean

beforeEach(() => {
  confirms = () => true
  api.carrier.afterEach(({ token, destination }) => {
    if (confirms(destination)) void sendReceipt({ token, delivered: true }, api.secrets.RouteA)
  })
})

afterEach(() => api.carrier.afterEach(() => undefined))

function act(id: string, action: string, body: object = {}): Promise<Response> {
  return postJson(apiPaths.batchAction(id, action), body)
}

const isOver = ({ state }: Batch) => state === 'COMPLETED' || state === 'STOPPED'

describe('a batch', () => {
  test('is stored, sent and over when all its packets have ended', async () => {
    const response = await upload(`destination,text\n${rows(120)}\n`, { query: { ...query, name: 'a.csv' } })
    const batch: Batch = await response.json()
    expect(response.status).toBe(202)
    expect(response.headers.get('location')).toBe(apiPaths.batch(batch.id))
    expect(batch).toMatchObject({ state: 'RUNNING', name: 'a.csv', rows: 120, badRowCount: 0 })
    const over = await batchWhen(batch.id, isOver)
    expect(over).toMatchObject({ state: 'COMPLETED', rows: 120, counts: { DELIVERED: 120, QUEUED: 0 } })
    const { items, total } = await listPackets({ batch: batch.id, limit: '5' })
    expect(total).toBe(120)
    expect(items[0]?.batch?.id).toBe(batch.id)
    expect(await getPacket(`${batch.id}-2`)).toMatchObject({
      ...query,
      destination: '+016661',
      batch: { id: batch.id, line: 2 },
      deliveredBy: 'RouteA',
    })
    expect(api.carrier.handOvers.filter(({ packetId }) => packetId.startsWith(batch.id))).toHaveLength(120)
  })
})
