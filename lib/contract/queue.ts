/** Queues: packets with one ordering key, of which one is under way at a time. */
import { z } from 'zod'
import { queueWaits } from '@/lib/packet/queue'
import { instant, pageCursor, pageLimit } from './fields'

export const queueSchema = z
  .object({
    orderingKey: z.string(),
    depth: z.int().meta({ description: 'Packets that wait; exact up to 10,000; 10,001 means more.' }),
    head: z
      .object({ packetId: z.string(), since: instant })
      .nullable()
      .meta({ description: 'The first of them, and when it was submitted.' }),
    underWay: z.string().nullable().meta({ description: 'The packet that is being delivered.' }),
    hold: z
      .object({ reason: z.string(), at: instant })
      .nullable()
      .meta({ description: "An operator's: nothing begins until it is released." }),
    failed: z
      .object({ packetId: z.string(), at: instant })
      .nullable()
      .meta({ description: 'A packet with `holdOnFailure` that was not delivered: nothing begins either.' }),
    waitsFor: z.enum(queueWaits).nullable().meta({ description: 'Null where no packet waits.' }),
    detail: z.string().nullable().meta({ description: 'The same in one sentence.' }),
  })
  .meta({ id: 'Queue' })
export type Queue = z.infer<typeof queueSchema>

export const queuePage = z
  .object({ items: z.array(queueSchema), nextCursor: z.string().nullable() })
  .meta({ id: 'QueuePage' })
export type QueuePage = z.infer<typeof queuePage>

export const queueQuery = z.strictObject({ cursor: pageCursor, limit: pageLimit(200, 50) })

/** The most packets that one request cancels. */
export const mostDropped = 10_000

export const queueDropped = z
  .object({
    queue: queueSchema,
    dropped: z.int().meta({
      description: `Packets that were canceled: ${mostDropped.toLocaleString('en')} at most. If more are left, repeat the request.`,
    }),
  })
  .meta({ id: 'QueueDropped' })
export type QueueDropped = z.infer<typeof queueDropped>
