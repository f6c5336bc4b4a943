import { expect, test } from 'vitest'
import { aboutOf } from './about'

test.each([
  [{ packets: [{ id: 'a', epoch: 1 }] }, { packetId: 'a' }],
  [
    {
      packets: [
        { id: 'a', epoch: 1 },
        { id: 'b', epoch: 1 },
      ],
    },
    { packets: 2 },
  ],
  [
    { provider: 'A', orders: [{ packetId: 'a', attempt: 2 }] },
    { packetId: 'a', attempt: 2 },
  ],
  [[{ packetId: 'a', attempt: 1, delivered: true }], { packetId: 'a', attempt: 1 }],
  [{ id: 'a', request: { contents: 'SGVsbG8=' }, createdAt: 1 }, { packetId: 'a' }],
  [{ packetId: 'a', reason: 'by mistake' }, { packetId: 'a' }],
])('finds in %j the packets %j', (argument, about) => {
  expect(aboutOf(argument)).toEqual(about)
})

test.each([
  undefined,
  null,
  'a batch',
  7,
  [],
  [7],
  { id: 'of a store', highWater: 1 },
  { packets: 'no list' },
])('finds no packet in %j', (argument) => {
  expect(aboutOf(argument)).toEqual({})
})
