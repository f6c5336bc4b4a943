/** The form's fields, and how they become a submission. */
import type { UseFormReturn } from 'react-hook-form'
import { z } from 'zod'
import { ownTimeZone, toInstant } from '@/components/time/format'
import { type Submission, submission } from '@/lib/contract/submission'

/** All fields as typed. Their names are those of the submission, so that errors can be assigned to fields. */
const typed = z.object({
  source: z.string(),
  destination: z.string(),
  kind: z.enum(['text', 'base64', 'file']),
  text: z.string(),
  contents: z.string(),
  file: z.object({ name: z.string(), base64: z.string() }).nullable(),
  id: z.string(),
  maxAttempts: z.string(),
  /** In seconds. */
  receiptTimeoutMs: z.string(),
  /** In words, or as a time. */
  deliverAt: z.string(),
  /** The value of a date field, in this machine's time zone, or `halfFilled`. */
  expiresAt: z.string(),
  notifyUrl: z.string(),
  orderingKey: z.string(),
  holdOnFailure: z.boolean(),
  /** Empty for the default. */
  priority: z.string(),
  fairnessKey: z.string(),
})

/** Marks a date field that is filled in partly. Its value is empty, like that of an empty field. */
export const halfFilled = 'half-filled'

/** The contract's error message asks for UTC, but the field uses the browser's time zone. */
const submissionByClock = submission.safeExtend({
  expiresAt: z.iso
    .datetime({
      error: ({ input }) =>
        input === halfFilled ? 'Enter a date and a time.' : 'Enter a year of four digits.',
    })
    .optional(),
})

export type SubmitFields = z.infer<typeof typed>
export type SubmitForm = UseFormReturn<SubmitFields, unknown, Submission>

export const filledIn: SubmitFields = {
  source: '+017771110000',
  destination: '+016660002222',
  kind: 'text',
  text: 'Hello',
  contents: '',
  file: null,
  id: '',
  maxAttempts: '',
  receiptTimeoutMs: '',
  deliverAt: '',
  expiresAt: '',
  notifyUrl: '',
  orderingKey: '',
  holdOnFailure: false,
  priority: '',
  fairnessKey: '',
}

export const submitForm = typed
  .refine((fields) => fields.kind !== 'file' || fields.file !== null, {
    path: ['file'],
    message: 'Choose a file.',
    abort: true,
  })
  .transform(toSubmission)
  .pipe(submissionByClock)

function toSubmission(fields: SubmitFields): Submission {
  const { source, destination, id, maxAttempts, receiptTimeoutMs, deliverAt, expiresAt, notifyUrl } = fields
  const { orderingKey, holdOnFailure, priority, fairnessKey } = fields
  return {
    source,
    destination,
    ...contentsOf(fields),
    ...(id !== '' && { id }),
    ...(maxAttempts !== '' && { maxAttempts: Number(maxAttempts) }),
    ...(receiptTimeoutMs !== '' && { receiptTimeoutMs: Math.round(Number(receiptTimeoutMs) * 1000) }),
    ...(deliverAt.trim() !== '' && { deliverAt, timeZone: ownTimeZone() }),
    ...(expiresAt !== '' && { expiresAt: toInstant(expiresAt) ?? expiresAt }),
    ...(notifyUrl !== '' && { notifyUrl }),
    ...(orderingKey !== '' && { orderingKey, ...(holdOnFailure && { holdOnFailure }) }),
    ...(priority !== '' && { priority: Number(priority) }),
    ...(fairnessKey !== '' && { fairnessKey }),
  }
}

function contentsOf(fields: SubmitFields): { text: string } | { contents: string } {
  switch (fields.kind) {
    case 'text':
      return { text: fields.text }
    case 'base64':
      return { contents: fields.contents.replace(/\s+/g, '') }
    case 'file':
      return { contents: fields.file?.base64 ?? '' }
  }
}

/** The form field for a path in a submission. */
export function fieldOf(path: string, kind: SubmitFields['kind']): keyof SubmitFields | null {
  if (path === 'contents' && kind === 'file') return 'file'
  if (path === 'contents' && kind === 'text') return 'text'
  return typed.keyof().safeParse(path).data ?? null
}
