import { z } from 'zod'
import { instant, pageCursor, pageLimit, providerName, queriedAddress } from './fields'
import { packetFlag, packetSchema, packetStatus } from './packet'
import { mostPerPage, usualPageSize } from './page-size'

/** Filters of a list, as they stand in a query string; all given must hold. */
export const packetFilter = z.strictObject({
  status: packetStatus.optional(),
  provider: providerName.optional().meta({ description: 'Has it, delivered it or failed to deliver it.' }),
  destination: queriedAddress.optional(),
  source: queriedAddress.optional(),
  flag: packetFlag.optional(),
  from: instant.optional().meta({ description: 'Submitted at or after.' }),
  to: instant.optional().meta({ description: 'Submitted before.' }),
  q: queriedAddress.optional().meta({ description: 'Exact or prefix match on id, source or destination.' }),
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
    total: z.int().meta({ description: 'Packets that match, counted at most a few seconds ago.' }),
  })
  .meta({ id: 'PacketPage' })

export type PacketPage = z.infer<typeof packetPage>
