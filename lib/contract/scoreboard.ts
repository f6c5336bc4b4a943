import { z } from 'zod'
import { instant } from './fields'
import { scoreboardWindows } from './span'

export const scoreboardQuery = z.strictObject({
  window: z.enum(scoreboardWindows).default('24h').meta({ description: 'How far back packets are counted.' }),
})

export type ScoreboardWindow = z.infer<typeof scoreboardQuery>['window']

const share = z.number().min(0).max(1)
const count = z.int().min(0)
const ms = z.number().min(0)

const bin = z
  .object({ fromMs: ms, toMs: ms, confirmed: count, refused: count })
  .meta({ description: 'Receipts that took from `fromMs` up to, not including, `toMs`.' })

const whatIf = z.object({
  timeoutMs: z.int(),
  answeredShare: share.meta({ description: 'Of the packets handed over: with a receipt by then.' }),
  confirmedShare: share.meta({ description: 'Of the packets handed over: confirmed by then.' }),
  waitMsPerHundred: ms.meta({
    description: 'How long a hundred packets would wait for its receipts in all.',
  }),
})

const row = z
  .object({
    provider: z.string(),
    receiptTimeoutMs: z
      .int()
      .nullable()
      .meta({ description: 'In force now; null for a provider that is no longer configured.' }),
    attempts: count.meta({
      description:
        'Sum of confirmed, refused, silent, rejected, unreachable and abandoned. Attempts withdrawn before they were sent do not count.',
    }),
    confirmed: count.meta({ description: 'In time.' }),
    refused: count.meta({ description: 'A receipt "not delivered", in time.' }),
    silent: count.meta({ description: 'No receipt before the deadline, whatever came later.' }),
    rejected: count.meta({ description: 'The hand-over was answered with 4xx.' }),
    unreachable: count,
    abandoned: count.meta({ description: 'Not waited for to the end: canceled, or overtaken.' }),
    late: count.meta({ description: 'Of the silent: ones whose receipt came after the deadline.' }),
    doubled: count.meta({ description: 'Packets that it and another provider confirmed.' }),
    unanswered: count.meta({ description: 'Of the silent: ones that never got a receipt.' }),
    receipts: count.meta({ description: 'Receipts whose time is known, in time or late.' }),
    receiptMs: z
      .object({ p50: ms, p90: ms, p99: ms })
      .nullable()
      .meta({ description: 'From hand-over to receipt, in time or late; off by 4 % at most.' }),
    histogram: z.array(bin).meta({ description: 'Shortest times first, without the empty ones.' }),
    whatIf: z.array(whatIf).meta({ description: 'For several time-outs, the present one among them.' }),
    recommended: z.object({
      timeoutMs: z.int().nullable().meta({ description: 'Null with too few receipts.' }),
      reason: z.string(),
    }),
  })
  .meta({ id: 'ScoreboardRow' })

export type ScoreboardRow = z.infer<typeof row>

/** `GET /api/providers/scoreboard`. A packet counts once it has ended; a late receipt corrects how it was counted. */
export const scoreboardSchema = z
  .object({
    window: z.enum(scoreboardWindows),
    since: instant.meta({
      description: 'Start of the window: a full minute, hour or day (UTC), depending on its length.',
    }),
    countedPackets: count,
    settlingPackets: count.meta({ description: 'Ended, and may still be corrected by a late receipt.' }),
    items: z.array(row).meta({ description: 'In routing order, then those no longer configured.' }),
  })
  .meta({ id: 'Scoreboard' })

export type Scoreboard = z.infer<typeof scoreboardSchema>
