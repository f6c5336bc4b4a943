/** Packets: submitted, found, canceled, erased, and followed live. */
import { z } from 'zod'
import { operatorReasonBody, packetId } from '../fields'
import { packetReceiptQuery, packetReceipts } from '../kept-receipt'
import { json, type OperationTable } from '../operation'
import {
  contentsErased,
  contentsSchema,
  historyPage,
  historyQuery,
  packetSchema,
  rescheduling,
  timeQuery,
  timeSchema,
} from '../packet'
import { packetFilter, packetListQuery, packetPage } from '../packet-list'
import { sendingAgain } from '../send-again'
import { eventStream } from '../streams'
import { idempotencyKey, maxSubmissionBytes, submission } from '../submission'

const ofPacket = z.object({ id: packetId })
const location = z.object({ Location: z.string().meta({ description: 'Address of the packet.' }) })
const keyed = z.object({
  'Idempotency-Key': idempotencyKey.optional().meta({
    description:
      'Makes it safe to repeat the request: the same key and body give the same packet, also after a restart. With another body, even one that differs only in the id, the key is refused.',
  }),
})
const accepted = {
  202: { description: 'Accepted.', schema: packetSchema, headers: location },
  200: {
    description: 'Accepted before, with the same key and body: the packet as it is now.',
    schema: packetSchema,
    headers: location,
  },
} as const
const changed = { 200: { description: 'The packet as it is then.', schema: packetSchema } } as const

const downloading =
  'Streamed, whatever the size. Each packet appears once, as it was when its part was read. If something fails on the way, the answer breaks off.'

export const packetOperations = {
  'POST /api/packets': {
    id: 'submitPacket',
    tag: 'Packets',
    summary: 'Submit a packet',
    description:
      'Answers once the packet is stored; its workflow begins a moment later, and `runId` is null until then. After a 503 the outcome is unknown: repeat the request with the same Idempotency-Key or the same id.',
    headers: keyed,
    body: json(submission, maxSubmissionBytes),
    success: accepted,
    problems: ['PACKET_EXISTS', 'IDEMPOTENCY_KEY_REUSED', 'STORE_SET_BACK'],
  },
  'GET /api/packets': {
    id: 'listPackets',
    tag: 'Packets',
    summary: 'List packets: in flight first, then most recently ended, or as `sort` says',
    description:
      'A packet is listed as soon as it is accepted. A packet that ends while you page through the list may move to another page.',
    query: packetListQuery,
    success: { 200: { description: 'One page.', schema: packetPage } },
  },
  'GET /api/packets.csv': {
    id: 'downloadPackets',
    tag: 'Packets',
    summary: 'All packets that match, as CSV',
    description: downloading,
    query: packetFilter,
    success: {
      200: {
        description: 'One row for each, in the order asked for.',
        schema: z.string().meta({
          description: 'A cell that a spreadsheet would read as a formula is prefixed with an apostrophe.',
        }),
        mediaType: 'text/csv',
      },
    },
  },
  'GET /api/packets.ndjson': {
    id: 'downloadPacketLines',
    tag: 'Packets',
    summary: 'All packets that match, as lines of JSON',
    description: downloading,
    query: packetFilter,
    success: {
      200: {
        description: 'One packet on each line, in the order asked for.',
        schema: z.string(),
        mediaType: 'application/x-ndjson',
      },
    },
  },
  'GET /api/packets/{id}': {
    id: 'getPacket',
    tag: 'Packets',
    summary: 'A packet, its attempts and why it ended as it did',
    description: 'Works while no worker runs. Contents are not in it.',
    params: ofPacket,
    success: { 200: { description: 'The packet.', schema: packetSchema } },
    problems: ['PACKET_NOT_FOUND'],
  },
  'GET /api/packets/{id}/contents': {
    id: 'getContents',
    tag: 'Packets',
    summary: 'The contents of a packet',
    params: ofPacket,
    success: { 200: { description: 'The contents.', schema: contentsSchema } },
    problems: ['PACKET_NOT_FOUND', 'CONTENTS_ERASED', 'CONTENTS_LOST'],
  },
  'GET /api/packets/{id}/history': {
    id: 'getHistory',
    tag: 'Packets',
    summary: 'Raw Temporal events, oldest first',
    description:
      'Of the workflow that delivers it; that may deliver other packets too. Decoded, with contents, tokens and secrets removed. Empty if no workflow has begun, or if Temporal no longer keeps its history.',
    params: ofPacket,
    query: historyQuery,
    success: { 200: { description: 'One page.', schema: historyPage } },
    needs: 'temporal',
    problems: ['PACKET_NOT_FOUND'],
  },
  'GET /api/packets/{id}/receipts': {
    id: 'listPacketReceipts',
    tag: 'Packets',
    summary: 'Every genuine receipt for the packet, with its evidence',
    params: ofPacket,
    query: packetReceiptQuery,
    success: { 200: { description: 'One page.', schema: packetReceipts } },
    problems: ['PACKET_NOT_FOUND'],
  },
  'POST /api/packets/{id}/actions/cancel': {
    id: 'cancelPacket',
    audit: { action: 'packet.cancel' },
    tag: 'Packets',
    summary: 'Cancel a packet',
    description: 'A receipt "delivered" that arrives later wins, and the packet counts as delivered.',
    params: ofPacket,
    body: json(operatorReasonBody),
    success: {
      200: { description: 'Canceled.', schema: packetSchema },
      202: {
        description: 'Recorded, but no worker took it within 2 s: it takes effect as soon as one does.',
        schema: packetSchema,
        later: true,
      },
    },
    problems: ['PACKET_NOT_FOUND', 'PACKET_ENDED', 'ACTION_NOT_APPLICABLE'],
  },
  'POST /api/packets/{id}/actions/reschedule': {
    id: 'reschedulePacket',
    audit: { action: 'packet.reschedule', parameters: ['deliverAt', 'timeZone'] },
    tag: 'Packets',
    params: ofPacket,
    summary: 'Give a scheduled packet another time',
    success: changed,
    body: json(rescheduling),
    problems: ['PACKET_NOT_FOUND', 'NOT_SCHEDULED'],
  },
  'POST /api/packets/{id}/actions/send-now': {
    id: 'sendPacketNow',
    audit: { action: 'packet.send-now' },
    tag: 'Packets',
    params: ofPacket,
    summary: 'Begin a scheduled packet now, also in quiet hours',
    success: changed,
    problems: ['PACKET_NOT_FOUND', 'NOT_SCHEDULED'],
  },
  'POST /api/packets/{id}/actions/send-again': {
    id: 'sendPacketAgain',
    tag: 'Packets',
    summary: 'Send a packet again, as a new packet',
    description:
      'Fields left out keep their values; null removes a value. `deliverAt` and `expiresAt` are not copied. A packet with an ordering key goes to the end of its queue. Each names the other: `repeats` and `repeatedBy`.',
    params: ofPacket,
    headers: keyed,
    body: json(sendingAgain, maxSubmissionBytes),
    audit: {
      action: 'packet.send-again',
      parameters: [
        'evenIfDelivered',
        'deliverAt',
        'timeZone',
        'expiresAt',
        'maxAttempts',
        'receiptTimeoutMs',
      ],
      made: packetSchema.transform(({ id }) => id),
    },
    success: accepted,
    problems: [
      'PACKET_NOT_FOUND',
      'MAY_BE_DELIVERED',
      'CONTENTS_ERASED',
      'CONTENTS_LOST',
      'PACKET_EXISTS',
      'IDEMPOTENCY_KEY_REUSED',
      'STORE_SET_BACK',
    ],
  },
  'GET /api/times': {
    id: 'readTime',
    tag: 'Packets',
    summary: 'How a time in words is understood',
    description:
      'A time that is past, more than a year ahead, or skipped or repeated by a time change is refused, with examples.',
    query: timeQuery,
    success: { 200: { description: 'The instant, and the time in words.', schema: timeSchema } },
    needs: 'nothing',
  },
  'POST /api/packets/{id}/actions/erase': {
    id: 'eraseContents',
    audit: { action: 'packet.erase' },
    tag: 'Packets',
    summary: 'Erase the contents of an ended packet',
    description: 'Addresses, attempts and receipts stay. Repeating the request returns the same answer.',
    params: ofPacket,
    body: json(operatorReasonBody),
    success: { 200: { description: 'They are gone.', schema: contentsErased } },
    problems: ['PACKET_NOT_FOUND', 'PACKET_IN_FLIGHT'],
  },
  'GET /api/events/packets/{id}': {
    id: 'watchPacket',
    tag: 'Live',
    summary: 'Follow one packet',
    description:
      'Events: `packet` (the whole packet; at once, then on every change), `health` (whether Temporal and workers are up), `end` (nothing more will come). A comment at least every 15 s. A slow reader gets the newest state only.',
    params: ofPacket,
    headers: z.object({
      'Last-Event-ID': z
        .string()
        .max(200)
        .optional()
        .meta({ description: 'Id of the last event that had one; sent by clients that reconnect.' }),
    }),
    success: {
      200: { description: 'The stream.', schema: eventStream, mediaType: 'text/event-stream' },
      204: { description: 'For a client that reconnects and has the last state: nothing more will come.' },
    },
    needs: 'nothing',
    problems: ['PACKET_NOT_FOUND'],
  },
  'GET /api/events/packets': {
    id: 'watchPackets',
    tag: 'Live',
    summary: 'Follow the first page of a list',
    description:
      'Events: `list` (ids in order, and the rows that this stream has not sent as they are now), `counts` (packets in each status), `attention` (packets that wait, settle or were delivered twice), `health`, and `batch` (the batch) where `batch` is given.',
    query: packetFilter,
    success: { 200: { description: 'The stream.', schema: eventStream, mediaType: 'text/event-stream' } },
    needs: 'nothing',
  },
} as const satisfies OperationTable
