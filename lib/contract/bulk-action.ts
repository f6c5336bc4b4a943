/** Bulk actions: one thing done with many packets, one after the other. */
import { z } from 'zod'
import {
  bulkItemCodes,
  bulkKinds,
  bulkRateRange,
  bulkResults,
  bulkStates,
  maxBulkIds,
  maxBulkPackets,
  mostLeftOut,
} from './bulk-terms'
import { batchId, instant, operatorReasonFields, packetId, pageCursor, pageLimit } from './fields'
import { packetSchema, packetStatus } from './packet'
import { packetConditions } from './packet-list'

export type BulkFilter = z.infer<typeof packetConditions>

const chosen = {
  action: z.enum(bulkKinds),
  filter: packetConditions.optional().meta({
    description: 'Every packet that matches, as `GET /api/packets` would list them. `{}` is every packet.',
  }),
  ids: z
    .array(packetId)
    .min(1)
    .max(maxBulkIds)
    .refine((ids) => new Set(ids).size === ids.length, 'Name each packet once.')
    .optional()
    .meta({ description: 'These packets, instead of a filter.' }),
  evenIfDelivered: z.boolean().optional().meta({
    description: 'Of `send-again`: also what may have been delivered, or may still be. It may arrive twice.',
  }),
}

const oneWay = { message: 'Give either a filter or ids.', path: ['filter'] }

function isOneWay({ filter, ids }: { filter?: unknown; ids?: unknown }): boolean {
  return (filter === undefined) !== (ids === undefined)
}

/** Body of `POST /api/bulk-action-previews`. */
export const bulkChoice = z.strictObject(chosen).refine(isOneWay, oneWay).meta({ id: 'BulkChoice' })
export type BulkChoice = z.infer<typeof bulkChoice>

/** Body of `POST /api/bulk-actions`. */
export const newBulkAction = z
  .strictObject({
    ...chosen,
    count: z.int().min(1).max(maxBulkPackets).meta({
      description:
        'Of the preview. Where it would act on more packets by now it is refused; what has ended since is left out.',
    }),
    ...operatorReasonFields,
    asOf: instant.optional().meta({
      description: 'Of the preview: packets that were submitted later are left alone. Now unless told.',
    }),
    perSecond: z
      .int()
      .min(bulkRateRange.min)
      .max(bulkRateRange.max)
      .optional()
      .meta({ description: 'Packets that get their turns in a second, at most. Default: BULK_PER_SECOND.' }),
    id: batchId.optional().meta({
      description: 'Made up unless given. The same request with the same id again answers with the same one.',
      example: 'cancel-4711',
    }),
  })
  .refine(isOneWay, oneWay)
  .meta({ id: 'NewBulkAction' })
export type NewBulkAction = z.infer<typeof newBulkAction>

/** A thousand ids of 128 characters fit in. */
export const maxBulkBytes = 256 * 1024

const leftOut = z
  .array(z.object({ code: z.enum(bulkItemCodes), count: z.int() }))
  .meta({ description: `Packets that it does not apply to, by why. In all exact up to ${mostLeftOut}.` })

export const bulkPreview = z
  .object({
    count: z.int().meta({
      description: `Packets that it would act on; exact up to ${maxBulkPackets}, and one more stands for more.`,
    }),
    sample: z.array(packetSchema).meta({ description: 'Some of them, newest first.' }),
    leftOut,
    asOf: instant,
  })
  .meta({ id: 'BulkPreview' })
export type BulkPreview = z.infer<typeof bulkPreview>

export const bulkActionSchema = z
  .object({
    id: z.string(),
    action: z.enum(bulkKinds),
    state: z.enum(bulkStates),
    filter: packetConditions.nullable().meta({
      description: 'What its packets matched when it was confirmed; null where they were named one by one.',
    }),
    evenIfDelivered: z.boolean(),
    reason: z.string(),
    who: z.string().nullable(),
    perSecond: z.int(),
    count: z.int().meta({ description: 'Its packets. They are the same from its beginning to its end.' }),
    leftOut,
    counts: z.record(z.enum(bulkResults), z.int()).meta({ description: 'Its packets by their result.' }),
    rate: z
      .number()
      .nullable()
      .meta({ description: 'Packets a second over the last ten; null once it is over.' }),
    stopReason: z.string().nullable(),
    undoes: z.string().nullable().meta({
      description: 'The bulk action whose new packets are canceled with this one; null where it undoes none.',
    }),
    undoneBy: z.string().nullable().meta({
      description: 'The last bulk action with which its new packets were canceled; null where none was.',
    }),
    createdAt: instant,
    endedAt: instant.nullable(),
  })
  .meta({ id: 'BulkAction' })
export type BulkAction = z.infer<typeof bulkActionSchema>

export const bulkActionPage = z
  .object({ items: z.array(bulkActionSchema), nextCursor: z.string().nullable() })
  .meta({ id: 'BulkActionPage' })
export type BulkActionPage = z.infer<typeof bulkActionPage>

export const bulkActionQuery = z.strictObject({ cursor: pageCursor, limit: pageLimit(100, 20) })

export const bulkItem = z
  .object({
    number: z.int().meta({ description: 'Counts from 1, the packet that was accepted first.' }),
    packetId: z.string(),
    result: z.enum(bulkResults),
    code: z.enum(bulkItemCodes).nullable(),
    detail: z.string().nullable().meta({ description: 'Why it was refused or failed, in a sentence.' }),
    at: instant.nullable().meta({ description: 'When it got this result.' }),
    newPacketId: z.string().nullable().meta({
      description: 'The packet that it was sent again with; null where it was not.',
    }),
    packet: z
      .object({ source: z.string(), destination: z.string(), status: packetStatus })
      .nullable()
      .meta({ description: 'As it is now; null once it is deleted.' }),
  })
  .meta({ id: 'BulkItem' })
export type BulkItem = z.infer<typeof bulkItem>

export const bulkItemPage = z
  .object({ items: z.array(bulkItem), nextCursor: z.string().nullable() })
  .meta({ id: 'BulkItemPage' })
export type BulkItemPage = z.infer<typeof bulkItemPage>

export const bulkItemQuery = z.strictObject({
  result: z.enum(bulkResults).optional(),
  cursor: pageCursor,
  limit: pageLimit(500, 50),
})
