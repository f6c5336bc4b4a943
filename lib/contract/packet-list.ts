import { z } from 'zod'
import {
  batchId,
  cappedCount,
  instant,
  pageCursor,
  pageLimit,
  providerName,
  queriedAddress,
  queriedFairnessKey,
  queriedOrderingKey,
} from './fields'
import { packetFlag, packetSchema, packetStatus } from './packet'
import { mostPerPage, packetSorts, priorities, usualPageSize } from './paging'

/** Filters of a list and its order, as they stand in a query string; all filters given must hold. */
export const packetFilter = z.strictObject({
  status: packetStatus.optional(),
  provider: providerName.optional().meta({ description: 'Has it, delivered it or failed to deliver it.' }),
  destination: queriedAddress.optional(),
  source: queriedAddress.optional(),
  batch: batchId.optional().meta({ description: 'Came with this batch.' }),
  orderingKey: queriedOrderingKey.optional(),
  priority: z.enum(priorities).optional(),
  fairnessKey: queriedFairnessKey.optional().meta({ description: 'As it was given.' }),
  flag: packetFlag.optional(),
  from: instant.optional().meta({ description: 'Submitted at or after.' }),
  to: instant.optional().meta({ description: 'Submitted before.' }),
  q: queriedAddress.optional().meta({
    description:
      'What the id, source or destination contains; with fewer than three characters, what one of them begins with. Capital or small letters make no difference.',
  }),
  sort: z.enum(packetSorts).optional().meta({
    description:
      '`active`: in flight first, newest first, then most recently ended. `newest` and `oldest`: by when they were submitted. `due`: scheduled packets alone, by when they are due. Unless given it is `due` for scheduled packets, `newest` with `from` or `to`, else `active`.',
  }),
})

export type PacketFilter = z.infer<typeof packetFilter>

export const packetListQuery = packetFilter.extend({
  cursor: pageCursor,
  limit: pageLimit(mostPerPage, usualPageSize),
})

export type PacketListQuery = z.infer<typeof packetListQuery>

export const packetPage = z
  .object({
    items: z.array(packetSchema),
    nextCursor: z.string().nullable(),
    total: cappedCount('Packets that match.'),
  })
  .meta({ id: 'PacketPage' })

export type PacketPage = z.infer<typeof packetPage>
