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
  timeZone,
} from './fields'
import { packetFlag, packetSchema } from './packet'
import { mostPerPage, packetSorts, priorities, statusFilters, usualPageSize } from './paging'
import { isReversed, isTimeZone, spanAdvice, withinShape } from './span'

/** The filters of a list, as given in a query string. A packet must match all that are given. */
export const packetConditions = z
  .strictObject({
    status: z.enum(statusFilters).optional().meta({
      description:
        '`IN_FLIGHT`: `ROUTING` or `TRANSMITTING`. `UNDELIVERED`: `NO_ROUTE`, `EXHAUSTED`, `EXPIRED` or `FAILED`.',
    }),
    id: queriedAddress.optional().meta({
      description:
        'Exactly the id of the packet, its batch, its workflow or its run, the reference that a provider gave it in a receipt, or its ordering key.',
    }),
    provider: providerName.optional().meta({ description: 'Has it, delivered it or failed to deliver it.' }),
    failedOver: z
      .literal('true')
      .optional()
      .meta({ description: 'More than one provider was tried, whatever came of it.' }),
    failedOverFrom: providerName
      .optional()
      .meta({ description: 'This provider was tried, and another one after it.' }),
    address: queriedAddress.optional().meta({ description: 'Its source or its destination, as a whole.' }),
    destination: queriedAddress.optional().meta({
      description:
        'As it was submitted, in capital or small letters; a number in any common writing, with or without its "+".',
    }),
    source: queriedAddress.optional().meta({ description: 'Likewise.' }),
    batch: batchId.optional().meta({ description: 'Came with this batch.' }),
    orderingKey: queriedOrderingKey.optional(),
    priority: z.enum(priorities).optional(),
    fairnessKey: queriedFairnessKey.optional().meta({ description: 'As it was given.' }),
    flag: packetFlag.optional(),
    from: instant.optional().meta({ description: 'Submitted at or after.' }),
    to: instant.optional().meta({ description: 'Submitted before.' }),
    activeFrom: instant.optional().meta({
      description:
        'Active at or after. A packet is active while it is under way, when it ends, and, before its delivery begins, when it is submitted.',
    }),
    activeTo: instant.optional().meta({ description: 'Last active before.' }),
    within: z
      .string()
      .regex(withinShape, 'Use a span such as 90m, 1h, 7d, today, yesterday or week.')
      .optional()
      .meta({
        description:
          'Active within this span, which moves along with the time: so many minutes, hours or days, today, yesterday, or this week, which begins on Monday.',
        example: '1h',
      }),
    zone: timeZone
      .refine(isTimeZone, 'There is no such time zone. Use a name such as Europe/Berlin.')
      .optional()
      .meta({ description: 'Time zone in which the days of `within` begin. Default: UTC.' }),
    q: queriedAddress.optional().meta({
      description:
        'What the id, source or destination contains; with fewer than three characters, what one of them begins with. Capital or small letters make no difference, nor does what stands between the digits of a number.',
    }),
  })
  .refine(({ from, to }) => !isReversed(from, to), { path: ['to'], error: spanAdvice })
  .refine(({ activeFrom, activeTo }) => !isReversed(activeFrom, activeTo), {
    path: ['activeTo'],
    error: spanAdvice,
  })

/** The filters, and the order of the list. */
export const packetFilter = packetConditions.extend({
  sort: z.enum(packetSorts).optional().meta({
    description:
      '`active`: in flight first, newest first, then most recently ended. `newest` and `oldest`: by when they were submitted. `due`: scheduled packets alone, by when they are due. Default: `due` for scheduled packets, `newest` with `from` or `to`, otherwise `active`.',
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
