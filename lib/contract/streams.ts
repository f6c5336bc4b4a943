/** What the server-sent events carry. Each message is complete in itself, so a missed one does no harm. */
import { z } from 'zod'
import { packetStatuses } from '@/lib/packet/packet'
import { waitReasons } from '@/lib/packet/reason'
import { cappedCount, instant } from './fields'
import { holdSchema, stuckSchema, warningsSchema } from './health'
import { packetSchema } from './packet'

/** Whether the parts behind the page work; sent at once and on every change. */
export const healthSchema = z
  .object({
    temporal: z.enum(['up', 'down']),
    store: z.enum(['up', 'down']),
    /** Workers heard from within the last few seconds; null while Temporal cannot say. */
    workers: z.int().nullable(),
    reasons: z.array(z.string()),
    sending: holdSchema,
    stuck: stuckSchema,
    warnings: warningsSchema,
  })
  .meta({ id: 'Health' })

export type Health = z.infer<typeof healthSchema>

export const statusCounts = z
  .object(
    Object.fromEntries(packetStatuses.map((status) => [status, cappedCount(`Packets that are ${status}.`)])),
  )
  .meta({ id: 'StatusCounts' })

export type StatusCounts = Record<(typeof packetStatuses)[number], number>

/** Packets that call for a look, whatever their status; `waiting` is null while none waits. */
export const attentionSchema = z
  .object({
    settling: cappedCount('Packets that settle.'),
    doubled: cappedCount('Packets that were delivered twice.'),
    waiting: z
      .object({ count: z.int(), why: z.enum(waitReasons), since: instant })
      .nullable()
      .meta({ description: 'How many wait, the gravest reason, and since when that lasts.' }),
  })
  .meta({ id: 'Attention' })

export type Attention = z.infer<typeof attentionSchema>

/** Both at once, for readers without a stream. */
export const standingSchema = z.object({ counts: statusCounts, attention: attentionSchema })

export interface Standing {
  counts: StatusCounts
  attention: Attention
}

/**
 * The first page as it is now: ids in order, and the rows that differ from what this stream sent before. Among them are
 * also packets that have left a full page seconds ago.
 */
export const listChange = z
  .object({ order: z.array(z.string()), changed: z.array(packetSchema), total: z.int() })
  .meta({ id: 'ListChange' })

export type ListChange = z.infer<typeof listChange>

/**
 * Names of the events: a packet stream sends `packet`, `health`, `end`; a list `list`, `counts`, `attention`, `health`, and
 * the list of one batch also `batch`.
 */
export const streamEvents = {
  packet: 'packet',
  list: 'list',
  batch: 'batch',
  counts: 'counts',
  attention: 'attention',
  health: 'health',
  end: 'end',
} as const
