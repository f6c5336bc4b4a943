/** Queues of ordering keys: listed, held, released, emptied. */
import { z } from 'zod'
import { orderingKey } from '../fields'
import { queueDropped, queuePage, queueQuery, queueReason, queueSchema } from '../queue'
import type { Operation } from './responses'

const tag = 'Queues'
const path = z.object({ key: orderingKey })
const changed = { 200: { description: 'As it is then.', schema: queueSchema } } as const
const problems = ['CROSS_ORIGIN', 'STORE_UNREACHABLE'] as const
const withBody = ['TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'] as const

export const listQueues: Operation = {
  id: 'listQueues',
  tag,
  summary: 'Queues in which packets wait, or that are held',
  description:
    'Those that are held come first, then those whose first packet waits the longest. Of more than 10,000 queues with packets those with the first keys are looked through.',
  query: queueQuery,
  success: { 200: { description: 'One page.', schema: queuePage } },
  problems: ['BAD_CURSOR', 'STORE_UNREACHABLE'],
}

export const getQueue: Operation = {
  id: 'getQueue',
  tag,
  summary: 'The queue of one ordering key',
  path,
  success: { 200: { description: 'Of a key that no packet has: an empty one.', schema: queueSchema } },
  problems: ['STORE_UNREACHABLE'],
}

export const holdQueue: Operation = {
  id: 'holdQueue',
  tag,
  summary: 'Let nothing of it begin',
  description: 'What is under way goes on. Of several reasons the first is kept.',
  path,
  body: queueReason,
  success: changed,
  problems: [...problems, ...withBody],
}

export const releaseQueue: Operation = {
  id: 'releaseQueue',
  tag,
  summary: 'Go on with it, whatever held it',
  path,
  success: changed,
  problems,
}

export const dropQueue: Operation = {
  id: 'dropQueue',
  tag,
  summary: 'Cancel the packets that wait in it',
  description: 'What is under way goes on. One packet alone is canceled by its own address.',
  path,
  body: queueReason,
  success: { 200: { description: 'How many were canceled.', schema: queueDropped } },
  problems: [...problems, ...withBody],
}
