/** What the server-sent events carry. Each message is complete in itself, so a missed one does no harm. */
import { z } from 'zod'
import { type PacketStatus, packetStatuses } from '@/lib/packet/packet'
import { waitReasons } from '@/lib/packet/reason'
import { cappedCount, instant } from './fields'
import { holdSchema, stuckSchema, warningsSchema } from './health'
import { packetSchema } from './packet'

/** The body of a live view, in documents. */
export const eventStream = z.string().meta({ description: 'Server-Sent Events.' })

/** Whether the parts behind the page work; sent at once and on every change. */
export const healthSchema = z
  .object({
    temporal: z.enum(['up', 'down']),
    store: z.enum(['up', 'down']),
    /** Workers that were heard from within the last few seconds; null while Temporal cannot say. */
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
    Object.fromEntries(
      packetStatuses.map((status) => [status, cappedCount(`Packets that are ${status}.`)]),
    ) as Record<PacketStatus, z.ZodInt>,
  )
  .meta({ id: 'StatusCounts' })

export type StatusCounts = z.infer<typeof statusCounts>

/** Packets that call for a look, whatever their status; `waiting` is null while none waits. */
export const attentionSchema = z
  .object({
    settling: cappedCount('Packets that settle.'),
    doubled: cappedCount('Packets that were delivered twice.'),
    waiting: z
      .object({
        count: cappedCount('Packets that wait.'),
        why: z.enum(waitReasons).meta({ description: 'The most serious reason among them.' }),
        since: instant.meta({ description: 'Since when that reason applies.' }),
      })
      .nullable()
      .meta({
        description: 'If more wait than are counted, `why` and `since` are of those submitted first.',
      }),
  })
  .meta({ id: 'Attention' })

export type Attention = z.infer<typeof attentionSchema>

/** Counts and attention together, for clients without a stream. */
export const standingSchema = z.object({ counts: statusCounts, attention: attentionSchema })

/**
 * The first page as it is now: ids in order, and the rows that differ from what this stream sent before. `changed` also
 * includes packets that left a full page seconds ago.
 */
export const listChange = z
  .object({ order: z.array(z.string()), changed: z.array(packetSchema), total: z.int() })
  .meta({ id: 'ListChange' })

export type ListChange = z.infer<typeof listChange>

/**
 * Names of the events: a packet stream sends `packet`, `health`, `end`; a list `list`, `counts`, `attention`, `health`,
 * and the list of one batch also `batch`; the live board `board`, `health`.
 */
export const streamEvents = {
  packet: 'packet',
  list: 'list',
  batch: 'batch',
  board: 'board',
  counts: 'counts',
  attention: 'attention',
  health: 'health',
  end: 'end',
} as const
