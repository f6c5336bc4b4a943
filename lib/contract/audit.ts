/** The audit: what operators did to what, when, why, from where and with what result. */
import { z } from 'zod'
import { trimmedInQuery } from '@/lib/packet/text'
import { auditActions, auditKinds, auditResults, auditWays } from './audit-terms'
import { cappedCount, instant, pageCursor, pageLimit, printable } from './fields'
import { mostPerPage, usualPageSize } from './paging'
import { problemCode } from './problem'
import { isReversed, spanAdvice } from './span'

const auditEntry = z
  .object({
    id: z.string(),
    at: instant,
    who: z
      .string()
      .nullable()
      .meta({ description: 'The name given with the request; null if none was given.' }),
    action: z.enum(auditActions),
    kind: z.enum(auditKinds).meta({ description: 'What `subject` is the id or the name of.' }),
    subject: z.string().nullable().meta({
      description: 'Null if there is only one, such as all sending, or if the action created it.',
    }),
    subjectName: z.string().nullable().meta({
      description: 'The name that a view had when the action was asked for; null for other kinds.',
    }),
    made: z.string().nullable().meta({
      description:
        'Id of what the action created, or of the packet or batch with which the subject was sent again.',
    }),
    reason: z.string().nullable(),
    parameters: z.record(z.string(), z.unknown()).nullable().meta({
      description:
        'Further parameters of the request; never contents or secrets. Of a filter, `true` says only that it was given.',
    }),
    via: z.enum(auditWays).meta({ description: 'As the request states it; not verified.' }),
    address: z
      .string()
      .nullable()
      .meta({ description: 'Address of the peer of the connection: the client or a proxy.' }),
    forwardedFor: z
      .string()
      .nullable()
      .meta({ description: 'The header `X-Forwarded-For`, cut. Trust it only if your own proxy sets it.' }),
    result: z.enum(auditResults).meta({
      description:
        '`UNKNOWN`: under way, or this process ended before the result was recorded. `LATER`: recorded, and it takes effect as soon as a worker runs. `REFUSED`: nothing was changed. `FAILED`: an error.',
    }),
    code: problemCode.nullable().meta({ description: 'Code of the refusal or the failure.' }),
    detail: z.string().nullable().meta({ description: 'The refusal or the failure in words.' }),
    endedAt: instant.nullable().meta({ description: 'When the result was recorded.' }),
  })
  .meta({ id: 'AuditEntry' })

export type AuditEntry = z.infer<typeof auditEntry>

const exactly = printable(200, trimmedInQuery)

export const auditFilter = z
  .strictObject({
    who: exactly.optional(),
    action: z.enum(auditActions).optional(),
    kind: z.enum(auditKinds).optional(),
    subject: exactly
      .optional()
      .meta({ description: 'The whole id or name of the subject, or of what the action created.' }),
    result: z.enum(auditResults).optional(),
    via: z.enum(auditWays).optional(),
    from: instant.optional(),
    to: instant.optional().meta({ description: 'Not included.' }),
  })
  .refine(({ from, to }) => !isReversed(from, to), { path: ['to'], error: spanAdvice })

export type AuditFilter = z.infer<typeof auditFilter>

export const auditQuery = auditFilter.extend({
  cursor: pageCursor,
  limit: pageLimit(mostPerPage, usualPageSize),
})

export type AuditQuery = z.infer<typeof auditQuery>

export const auditPage = z
  .object({
    items: z.array(auditEntry),
    nextCursor: z.string().nullable(),
    total: cappedCount('Entries that match.'),
  })
  .meta({ id: 'AuditPage' })

export type AuditPage = z.infer<typeof auditPage>
