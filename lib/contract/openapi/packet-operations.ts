/** Packets: submitted, found, canceled, erased, and followed live. */
import { z } from 'zod'
import { packetReceipts } from '../kept-receipt'
import {
  cancellation,
  contentsErased,
  contentsSchema,
  erasure,
  historyPage,
  historyQuery,
  packetSchema,
  rescheduling,
  timeQuery,
  timeSchema,
} from '../packet'
import { packetFilter, packetListQuery, packetPage } from '../packet-list'
import { standingSchema } from '../streams'
import { idempotencyKey, submission } from '../submission'
import type { Operation } from './responses'

export const submit: Operation = {
  id: 'submitPacket',
  tag: 'Packets',
  summary: 'Submit a packet',
  description:
    'Answers once the packet is stored; its workflow begins a moment later, and `runId` is null until then. After a 503 the outcome is unknown: repeat the request with the same Idempotency-Key or the same id.',
  headers: z.object({
    'Idempotency-Key': idempotencyKey.optional().meta({
      description:
        'Makes it safe to repeat the request: the same key and body give the same packet, also after a restart. With another body, also one that only names another id, the key is refused.',
    }),
  }),
  body: submission,
  success: {
    202: { description: 'Accepted.', schema: packetSchema, headers: locationHeader() },
    200: {
      description: 'Accepted before, with the same key and body: the packet as it is now.',
      schema: packetSchema,
      headers: locationHeader(),
    },
  },
  problems: [
    'CROSS_ORIGIN',
    'PACKET_EXISTS',
    'IDEMPOTENCY_KEY_REUSED',
    'TOO_LARGE',
    'UNSUPPORTED_MEDIA_TYPE',
    'STORE_UNREACHABLE',
    'STORE_SET_BACK',
  ],
}

export const list: Operation = {
  id: 'listPackets',
  tag: 'Packets',
  summary: 'List packets: in flight first, then most recently ended, or as `sort` says',
  description:
    'A packet is listed as soon as it is accepted. One that ends while pages are turned may move to another page.',
  query: packetListQuery,
  success: { 200: { description: 'One page.', schema: packetPage } },
  problems: ['BAD_CURSOR', 'STORE_UNREACHABLE'],
}

export const show: Operation = {
  id: 'getPacket',
  tag: 'Packets',
  summary: 'A packet, its attempts and why it ended as it did',
  description: 'Works while no worker runs. Contents are not in it.',
  ofPacket: true,
  success: { 200: { description: 'The packet.', schema: packetSchema } },
  problems: ['PACKET_NOT_FOUND', 'STORE_UNREACHABLE'],
}

export const contents: Operation = {
  id: 'getContents',
  tag: 'Packets',
  summary: 'What the packet carries',
  ofPacket: true,
  success: { 200: { description: 'The contents.', schema: contentsSchema } },
  problems: ['PACKET_NOT_FOUND', 'CONTENTS_ERASED', 'CONTENTS_LOST', 'STORE_UNREACHABLE'],
}

export const history: Operation = {
  id: 'getHistory',
  tag: 'Packets',
  summary: 'Raw Temporal events, oldest first',
  description:
    'Of the workflow that delivers it; that may deliver other packets too. Decoded, with contents, tokens and secrets removed. None where no workflow has begun, or Temporal keeps its history no longer.',
  ofPacket: true,
  query: historyQuery,
  success: { 200: { description: 'One page.', schema: historyPage } },
  problems: ['PACKET_NOT_FOUND', 'BAD_CURSOR', 'STORE_UNREACHABLE', 'TEMPORAL_UNREACHABLE'],
}

export const packetReceiptsOperation: Operation = {
  id: 'listPacketReceipts',
  tag: 'Packets',
  summary: 'Every genuine receipt for the packet, with its evidence',
  ofPacket: true,
  success: { 200: { description: 'The receipts.', schema: packetReceipts } },
  problems: ['PACKET_NOT_FOUND', 'STORE_UNREACHABLE'],
}

export const cancel: Operation = {
  id: 'cancelPacket',
  tag: 'Packets',
  summary: 'Cancel a packet',
  description: 'A receipt that still says "delivered" wins; the packet then says so.',
  ofPacket: true,
  body: cancellation,
  success: {
    200: { description: 'Canceled.', schema: packetSchema },
    202: {
      description: 'Recorded, but no worker took it within 2 s: it takes effect as soon as one does.',
      schema: packetSchema,
    },
  },
  problems: [
    'CROSS_ORIGIN',
    'PACKET_NOT_FOUND',
    'PACKET_ENDED',
    'TOO_LARGE',
    'UNSUPPORTED_MEDIA_TYPE',
    'STORE_UNREACHABLE',
  ],
}

const scheduledChange = {
  tag: 'Packets',
  ofPacket: true,
  success: { 200: { description: 'The packet as it is then.', schema: packetSchema } },
  problems: ['CROSS_ORIGIN', 'PACKET_NOT_FOUND', 'NOT_SCHEDULED', 'STORE_UNREACHABLE'],
} as const satisfies Partial<Operation>

export const reschedule: Operation = {
  ...scheduledChange,
  id: 'reschedulePacket',
  summary: 'Give a scheduled packet another time',
  body: rescheduling,
  problems: [...scheduledChange.problems, 'TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'],
}

export const sendNow: Operation = {
  ...scheduledChange,
  id: 'sendPacketNow',
  summary: 'Begin a scheduled packet now, also in quiet hours',
}

export const readTime: Operation = {
  id: 'readTime',
  tag: 'Packets',
  summary: 'How a time in words is understood',
  description:
    'What is past, more than a year ahead, or a clock hour that a time change skips or repeats is refused, with examples.',
  query: timeQuery,
  success: { 200: { description: 'The instant, and how it is told.', schema: timeSchema } },
  problems: [],
}

export const erase: Operation = {
  id: 'eraseContents',
  tag: 'Packets',
  summary: 'Erase what an ended packet carried',
  description: 'Addresses, attempts and receipts stay. Erased once more, it answers as the first time.',
  ofPacket: true,
  body: erasure,
  success: { 200: { description: 'They are gone.', schema: contentsErased } },
  problems: [
    'CROSS_ORIGIN',
    'PACKET_NOT_FOUND',
    'PACKET_IN_FLIGHT',
    'TOO_LARGE',
    'UNSUPPORTED_MEDIA_TYPE',
    'STORE_UNREACHABLE',
  ],
}

function locationHeader() {
  return z.object({ Location: z.string().meta({ description: 'Address of the packet.' }) })
}

export const packetEvents: Operation = {
  id: 'watchPacket',
  tag: 'Live',
  summary: 'Follow one packet',
  description:
    'Events: `packet` (the whole packet; at once, then on every change), `health` (whether Temporal and workers are up), `end` (nothing more will come). A comment at least every 15 s. A slow reader gets the newest state only.',
  ofPacket: true,
  headers: z.object({
    'Last-Event-ID': z
      .string()
      .max(200)
      .optional()
      .meta({ description: 'Of the last event that had an id; sent by readers that come back.' }),
  }),
  success: {
    200: { description: 'The stream.', schema: eventStream(), mediaType: 'text/event-stream' },
    204: { description: 'To a reader that comes back and knows the last state: nothing more will come.' },
  },
  problems: ['CROSS_ORIGIN', 'PACKET_NOT_FOUND', 'TOO_MANY_VIEWERS', 'NOT_READY'],
}

export const listEvents: Operation = {
  id: 'watchPackets',
  tag: 'Live',
  summary: 'Follow the first page of a list',
  description:
    'Events: `list` (ids in order, and the rows that this stream has not sent as they are now), `counts` (packets in each status), `attention` (packets that wait, settle or were delivered twice), `health`, and `batch` (the batch) where `batch` is given.',
  query: packetFilter,
  success: { 200: { description: 'The stream.', schema: eventStream(), mediaType: 'text/event-stream' } },
  problems: ['CROSS_ORIGIN', 'TOO_MANY_VIEWERS', 'NOT_READY'],
}

export const counts: Operation = {
  id: 'countPackets',
  tag: 'Live',
  summary: 'Packets in each status, and those that call for a look',
  description: 'What the stream of a list tells as `counts` and `attention`, at most a few seconds old.',
  success: { 200: { description: 'The counts.', schema: standingSchema } },
  problems: ['STORE_UNREACHABLE'],
}

function eventStream() {
  return z.string().meta({ description: 'Server-Sent Events.' })
}
