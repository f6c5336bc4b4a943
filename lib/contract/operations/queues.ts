/** Queues of ordering keys: listed, held, released, emptied. */
import { z } from 'zod'
import { operatorReasonBody, orderingKey } from '../fields'
import { json, type OperationTable } from '../operation'
import { queueDropped, queuePage, queueQuery, queueSchema } from '../queue'

const tag = 'Queues'
const params = z.object({ key: orderingKey })
const changed = { 200: { description: 'As it is then.', schema: queueSchema } } as const

export const queueOperations = {
  'GET /api/queues': {
    id: 'listQueues',
    tag,
    summary: 'Queues in which packets wait, or that are held',
    description:
      'Those that are held come first, then those whose first packet waits the longest. If more than 10,000 queues have packets, only those with the first keys are searched.',
    query: queueQuery,
    success: { 200: { description: 'One page.', schema: queuePage } },
  },
  'GET /api/queues/{key}': {
    id: 'getQueue',
    tag,
    summary: 'The queue of one ordering key',
    params,
    success: { 200: { description: 'For a key that no packet has: an empty queue.', schema: queueSchema } },
  },
  'POST /api/queues/{key}/actions/hold': {
    id: 'holdQueue',
    audit: { action: 'queue.hold' },
    tag,
    summary: 'Hold a queue: none of its packets begins',
    description: 'The packet under way goes on. If it is held already, the first reason is kept.',
    params,
    body: json(operatorReasonBody),
    success: changed,
  },
  'POST /api/queues/{key}/actions/release': {
    id: 'releaseQueue',
    audit: { action: 'queue.release' },
    tag,
    summary: 'Release a queue, whatever held it',
    params,
    success: changed,
  },
  'POST /api/queues/{key}/actions/drop': {
    id: 'dropQueue',
    audit: { action: 'queue.drop' },
    tag,
    summary: 'Cancel the packets that wait in it',
    description: 'The packet under way goes on. To cancel a single packet, use its own address.',
    params,
    body: json(operatorReasonBody),
    success: { 200: { description: 'How many were canceled.', schema: queueDropped } },
  },
} as const satisfies OperationTable
