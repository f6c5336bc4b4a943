/** A worker that cannot read the directory hands nothing over, and blames no provider for that. */
import { setTimeout as pause } from 'node:timers/promises'
import { beforeEach, expect, test } from 'vitest'
import { hasEnded } from '@/lib/packet/packet'
import { readDirectory } from '@/lib/store/directory'
import { LiveDirectory } from '@/worker/directory/live-directory'
import { apiUnderTest } from '../test-support/api-under-test'
import { getPacket, packetWhen, submit } from '../test-support/packets'

const silent = { warn: () => undefined, info: () => undefined }

/** How many reads of the directory succeed first, and how many fail after that. */
let knownFor: number
let unknownFor: number

const api = apiUnderTest({
  directory: ({ db }) => ({
    current: () => {
      const isUnknown = knownFor-- <= 0 && unknownFor-- > 0
      const read = () => (isUnknown ? Promise.reject(new Error('no store')) : readDirectory(db))
      return new LiveDirectory(read, silent).current()
    },
  }),
})

beforeEach(() => {
  knownFor = 0
  unknownFor = 0
})

async function expectDelivered(id: string): Promise<void> {
  await api.confirm(await api.carrier.handOver(id))
  expect(await packetWhen(id, ({ status }) => hasEnded(status))).toMatchObject({
    status: 'DELIVERED',
    deliveredBy: 'RouteA',
    attempts: [{ provider: 'RouteA' }],
  })
}

test('a packet waits for its look-up', async () => {
  unknownFor = Number.POSITIVE_INFINITY
  const { id } = await submit()
  await packetWhen(id, ({ lookup }) => lookup !== null)
  await pause(3_000)
  expect(await getPacket(id)).toMatchObject({ status: 'ROUTING', attempts: [] })
  expect(api.carrier.handOvers).toEqual([])
  unknownFor = 0
  await expectDelivered(id)
})

test('a packet waits for its hand-over and keeps its provider', async () => {
  // The look-up can read the directory, the hand-over cannot.
  knownFor = 1
  unknownFor = 4
  const { id } = await submit()
  await expectDelivered(id)
  expect(unknownFor).toBeLessThanOrEqual(0)
})
