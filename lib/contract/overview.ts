import { z } from 'zod'
import { endStatuses } from '@/lib/packet/packet'
import { instant } from './fields'
import { findingSchema } from './health-report'
import { refusalReasons } from './receipt-reasons'
import { scoreboardWindows } from './span'
import { alertingView } from './view'

export const overviewQuery = z.strictObject({
  window: z.enum(scoreboardWindows).default('1h').meta({ description: 'How far back packets are counted.' }),
})

export type OverviewWindow = z.infer<typeof overviewQuery>['window']

const count = z.int().min(0)

const findings = z.array(findingSchema).meta({
  description: 'What needs an operator now, the most serious first, each with the page to continue on.',
})

const countsByEnd = z
  .record(z.enum(endStatuses), count)
  .meta({ description: 'Packets by how they have ended.' })

export type EndCounts = z.infer<typeof countsByEnd>

/** `GET /api/overview`. A packet counts once it has ended; a late receipt corrects how it was counted. */
export const overviewSchema = z
  .object({
    window: z.enum(scoreboardWindows),
    since: instant.meta({
      description: 'Start of the window: a full minute, hour or day (UTC), depending on its length.',
    }),
    until: instant.meta({ description: 'When this was counted, which is the end of the window.' }),
    stepMs: z.int().meta({ description: 'Length of each of `endings`.' }),
    endings: z.array(z.object({ from: instant, counts: countsByEnd })).meta({
      description:
        'The window in equal parts, oldest first. The last one is not over: it goes up to `until`.',
    }),
    counts: countsByEnd,
    ended: count.meta({ description: 'All of them.' }),
    deliveredByFirst: count.meta({ description: 'Delivered by the first provider that was tried.' }),
    failedOver: count.meta({ description: 'Tried with more than one provider, whatever came of it.' }),
    refusedReceipts: z
      .array(z.object({ reason: z.enum(refusalReasons), count }))
      .meta({ description: 'Receipts that were refused, the most frequent reason first.' }),
    providers: z
      .array(
        z.object({
          provider: z.string(),
          receipts: count.meta({ description: 'Receipts whose time is known, in time or late.' }),
          receiptMs: z
            .object({ p50: z.number(), p90: z.number(), p99: z.number() })
            .nullable()
            .meta({ description: 'From hand-over to receipt; off by 4 % at most. Null without a receipt.' }),
        }),
      )
      .meta({ description: 'In routing order, then those no longer configured.' }),
    findings,
  })
  .meta({ id: 'Overview' })

export type Overview = z.infer<typeof overviewSchema>

/** `GET /api/findings`. */
export const findingsSchema = z
  .object({
    findings,
    alerts: z
      .array(z.object({ view: alertingView, since: instant }))
      .meta({ description: 'Views that alert, the first one first; they are among the findings.' }),
  })
  .meta({ id: 'Findings' })

export type Findings = z.infer<typeof findingsSchema>
