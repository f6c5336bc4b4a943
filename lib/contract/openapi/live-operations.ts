import { z } from 'zod'
import { packetFilter } from '../packet-list'
import { standingSchema } from '../streams'
import type { Operation } from './responses'

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
    'Events: `list` (ids in order, and the rows that this stream has not sent as they are now), `counts` (packets in each status), `attention` (packets that wait, settle or were delivered twice), `health`.',
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
