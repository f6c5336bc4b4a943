/** Views: filters of the list of packets that were saved for all operators. */
import { z } from 'zod'
import { cappedCount, instant, operatorNoteFields, packetId, printable } from './fields'
import { packetFilter } from './packet-list'
import { mostCounted } from './paging'

export const mostViews = 50

export const viewId = packetId.max(40, 'Use at most 40 characters.').meta({ example: 'v3k5m0c2r8d6e7f9a' })

const viewName = printable(60).meta({ description: 'Unique among all views.', example: 'Late today' })

const viewFilter = packetFilter.meta({
  description: 'As in the query of the list. A span in `within` moves along with the time.',
})

const atLeast = z
  .int()
  .min(1)
  .max(mostCounted)
  .meta({ description: 'The view alerts when it holds at least this many packets.', example: 100 })

const newAlert = z.strictObject({ atLeast }).nullable()

/** Body of `POST /api/views`. */
export const newView = z
  .strictObject({ name: viewName, filter: viewFilter, alert: newAlert.optional(), ...operatorNoteFields })
  .meta({ id: 'NewView' })
export type NewView = z.infer<typeof newView>

/** Body of `POST /api/views/{id}/actions/save`: what is left out stays as it is. */
export const viewChange = z
  .strictObject({
    name: viewName.optional(),
    filter: viewFilter.optional(),
    alert: newAlert.optional().meta({ description: 'Null turns the alert off.' }),
    ...operatorNoteFields,
  })
  .refine(
    ({ name, filter, alert }) => [name, filter, alert].some((given) => given !== undefined),
    'Give a name, a filter or an alert.',
  )
  .meta({ id: 'ViewChange' })
export type ViewChange = z.infer<typeof viewChange>

export const viewSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    filter: viewFilter,
    total: cappedCount('Packets in it; null while they cannot be counted.').nullable(),
    alert: z
      .object({ atLeast, since: instant.nullable().meta({ description: 'It alerts since then.' }) })
      .nullable()
      .meta({
        description:
          'It begins once the view holds that many packets, and ends once it has held fewer for five minutes. Counted every ten seconds. Changing the filter or the number starts over.',
      }),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'View' })
export type View = z.infer<typeof viewSchema>

export const viewList = z.object({ items: z.array(viewSchema) }).meta({ id: 'ViewList' })
export type ViewList = z.infer<typeof viewList>

export const alertingView = z
  .object({ id: z.string(), name: z.string(), filter: viewFilter, atLeast })
  .meta({ id: 'AlertingView' })
export type AlertingView = z.infer<typeof alertingView>
