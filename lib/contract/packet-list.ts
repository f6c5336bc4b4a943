import { z } from 'zod'
import { cappedCount, instant, pageCursor, pageLimit, providerName, queriedAddress } from './fields'
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
  q: queriedAddress.optional().meta({
    description:
      'What the id, source or destination contains; with fewer than three characters, what it begins with.',
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
