import { z } from 'zod'
import { address, instant, pageLimit, printable, providerName } from './fields'
import { packetFlag, packetSchema, packetStatus } from './packet'

/** Filters of a list, as they stand in a query string; all given must hold. */
export const packetFilter = z.strictObject({
  status: packetStatus.optional(),
  provider: providerName.optional().meta({ description: 'Has it, delivered it or failed to deliver it.' }),
  destination: address.optional(),
  source: address.optional(),
  flag: packetFlag.optional(),
  from: instant.optional().meta({ description: 'Submitted at or after.' }),
  to: instant.optional().meta({ description: 'Submitted before.' }),
  q: printable(200).optional().meta({ description: 'Exact or prefix match on id, source or destination.' }),
})

export type PacketFilter = z.infer<typeof packetFilter>

const maxPageSize = 200

export const packetListQuery = packetFilter.extend({
  cursor: z.string().max(4096).optional().meta({ description: '`nextCursor` of the page before.' }),
  limit: pageLimit(maxPageSize, 50),
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
