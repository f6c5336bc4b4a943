/** What the server-sent events carry. Each message is complete in itself, so a missed one does no harm. */
import { z } from 'zod'
import { packetStatuses } from '@/lib/packet/packet'
import { packetSchema } from './packet'

/** Whether the parts behind the page work; sent at once and on every change. */
export const healthSchema = z
  .object({
    temporal: z.enum(['up', 'down']),
    /** Workers heard from within the last few seconds; null while Temporal cannot say. */
    workers: z.int().nullable(),
    reasons: z.array(z.string()),
  })
  .meta({ id: 'Health' })

export type Health = z.infer<typeof healthSchema>

export const statusCounts = z
  .object(Object.fromEntries(packetStatuses.map((status) => [status, z.int()])))
  .meta({ id: 'StatusCounts' })

export type StatusCounts = Record<(typeof packetStatuses)[number], number>

/** The first page as it is now: ids in order, and the rows that differ from what this stream sent before. */
export const listChange = z
  .object({ order: z.array(z.string()), changed: z.array(packetSchema), total: z.int() })
  .meta({ id: 'ListChange' })

export type ListChange = z.infer<typeof listChange>

/** Names of the events: a packet stream sends `packet`, `health`, `end`; a list `list`, `counts`, `health`. */
export const streamEvents = {
  packet: 'packet',
  list: 'list',
  counts: 'counts',
  health: 'health',
  end: 'end',
} as const
