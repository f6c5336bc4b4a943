/** What the form holds, and how it becomes a submission. */
import type { UseFormReturn } from 'react-hook-form'
import { z } from 'zod'
import { ownTimeZone, toInstant } from '@/components/time/format'
import { type Submission, submission } from '@/lib/contract/submission'

/** All as typed; the names of the fields are those of the submission, so that errors find their place. */
const typed = z.object({
  source: z.string(),
  destination: z.string(),
  kind: z.enum(['text', 'base64', 'file']),
  text: z.string(),
  contents: z.string(),
  file: z.object({ name: z.string(), base64: z.string() }).nullable(),
  id: z.string(),
  maxAttempts: z.string(),
  /** In seconds, as people say it. */
  receiptTimeoutMs: z.string(),
  /** In words, or as a time. */
  deliverAt: z.string(),
  /** As a date field has it: in this machine's time zone, or `halfFilled`. */
  expiresAt: z.string(),
  notifyUrl: z.string(),
  orderingKey: z.string(),
  holdOnFailure: z.boolean(),
  /** Empty for the usual one. */
  priority: z.string(),
  fairnessKey: z.string(),
})

/** Stands for a date field that has something, but no whole date and time: its value is as empty as if it had nothing. */
export const halfFilled = 'half-filled'

/** The words of the contract ask for UTC, but the field goes by the clock of the browser. */
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

/** The field of the form that a path in a submission means. */
export function fieldOf(path: string, kind: SubmitFields['kind']): keyof SubmitFields | null {
  if (path === 'contents' && kind === 'file') return 'file'
  if (path === 'contents' && kind === 'text') return 'text'
  return typed.keyof().safeParse(path).data ?? null
}
