/** Recurring submissions: a packet again and again, by a cron expression or at an interval. */
import { z } from 'zod'
import {
  address,
  attemptLimit,
  base64Contents,
  fairnessKey,
  holdOnFailure,
  holdsNothing,
  holdsSomething,
  instant,
  notifyUrl,
  operatorNoteFields,
  orderingKey,
  packetId,
  printable,
  priority,
  receiptTimeoutMs,
  textContents,
  timeZone,
} from './fields'

/** Shorter than a packet's id, because the ids of its packets are made of it and of their times. */
export const recurrenceId = packetId.max(80, 'Use at most 80 characters.')

/** The submission that every packet repeats, without an id and a time, which each run adds. */
const recurringSubmission = z
  .strictObject({
    source: address,
    destination: address,
    text: textContents.optional(),
    contents: base64Contents.optional(),
    maxAttempts: attemptLimit.optional(),
    receiptTimeoutMs: receiptTimeoutMs.optional(),
    notifyUrl: notifyUrl.optional(),
    orderingKey: orderingKey.optional(),
    holdOnFailure: holdOnFailure.optional(),
    priority: priority.optional(),
    fairnessKey: fairnessKey.optional(),
  })
  .refine((body) => (body.contents === undefined) !== (body.text === undefined), {
    message: 'Give either text or contents (base64), not both and not neither.',
    path: ['contents'],
  })
  .refine(holdsSomething, holdsNothing)
export type RecurringSubmission = z.infer<typeof recurringSubmission>

const cron = z
  .string()
  .regex(
    /^(\S+ ){4}\S+$/,
    'Give five fields: minute, hour, day of the month, month, day of the week; such as "0 9 * * 1-5".',
  )
  .max(100)
  .meta({ example: '0 9 * * 1-5' })

/** A minute to a year. */
const everyMs = z
  .int()
  .min(60_000, 'Use at least a minute.')
  .max(366 * 86_400_000, 'Use at most a year.')

export const timing = z.union([
  z.strictObject({ cron, timeZone: timeZone.default('UTC') }),
  z.strictObject({ everyMs }),
])
export type Timing = z.infer<typeof timing>

/** Body of `POST /api/recurrences` and of an edit. */
export const newRecurrence = z.strictObject({
  name: printable(200),
  submission: recurringSubmission,
  timing,
  ...operatorNoteFields,
})
export type NewRecurrence = z.infer<typeof newRecurrence>

/** Room for 256 KiB of contents as base64 or as escaped text, and the other fields. */
export const maxRecurrenceBytes = 2 * 1024 * 1024

const recurrenceRun = z
  .object({
    at: instant,
    packetId: z.string().nullable().meta({
      description: 'Null until its packet is stored, and after the packet was deleted by retention.',
    }),
  })
  .meta({ id: 'RecurrenceRun' })
export type RecurrenceRun = z.infer<typeof recurrenceRun>

export const recurrenceSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    source: z.string(),
    destination: z.string(),
    timing,
    paused: z.boolean(),
    next: z.array(instant).nullable().meta({ description: 'Its next runs; null while Temporal cannot say.' }),
    last: z
      .array(recurrenceRun)
      .nullable()
      .meta({ description: 'Its last runs, newest first; null while Temporal cannot say.' }),
    createdAt: instant,
  })
  .meta({ id: 'Recurrence' })
export type Recurrence = z.infer<typeof recurrenceSchema>

export const recurrenceList = z.object({ items: z.array(recurrenceSchema) }).meta({ id: 'RecurrenceList' })
