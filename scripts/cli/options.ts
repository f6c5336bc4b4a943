/** The options of `npm run submit`, and the command that they make. */
import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { addAbortSignal, type Readable } from 'node:stream'
import type { ArgsDef } from 'citty'
import { z } from 'zod'
import { type BatchUpload, batchUpload } from '@/lib/contract/batch'
import { attemptLimit, operatorReasonBody } from '@/lib/contract/fields'
import { type Submission, submission } from '@/lib/contract/submission'
import { maxContentsBytes, priorityRange } from '@/lib/packet/bounds'
import { checkOptions, helpFor, parseSpan, readOptions } from '../console/command-line'
import { Problem } from '../console/problem'
import { fromCaller } from '../stack/root'

const someone = { source: '+017771110000', destination: '+016660002222' } as const

const definitions = {
  source: {
    type: 'string',
    valueHint: 'S',
    description: `Where it comes from; ${someone.source} unless told.`,
  },
  destination: {
    type: 'string',
    valueHint: 'D',
    description: `Where it goes; ${someone.destination} unless told.`,
  },
  text: { type: 'string', valueHint: 'T', description: 'Its contents as text; "Hello" unless told.' },
  file: {
    type: 'string',
    valueHint: 'F',
    description: 'A file with its contents, at most 256 KiB; - is the standard input.',
  },
  id: { type: 'string', valueHint: 'ID', description: 'Its id; one is made up unless told.' },
  'max-attempts': { type: 'string', valueHint: 'N', description: 'Providers tried at most, 1 to 10.' },
  'receipt-timeout': {
    type: 'string',
    valueHint: '10s',
    description: 'Time a provider has for its receipt.',
  },
  'deliver-at': {
    type: 'string',
    valueHint: 'TIME',
    description: 'Deliver it then: "in 20 minutes", "tomorrow at 9", or a time.',
  },
  'time-zone': {
    type: 'string',
    valueHint: 'ZONE',
    description: "Of a time in words; this machine's unless told.",
  },
  'expires-in': { type: 'string', valueHint: '5m', description: 'Try no further provider after this time.' },
  'expires-at': {
    type: 'string',
    valueHint: 'TIME',
    description: 'The same as a time: 2030-01-31T12:00:00Z.',
  },
  csv: {
    type: 'string',
    valueHint: 'F',
    description:
      'Upload a file of packets as a batch: CSV with a header, or .ndjson; - is the standard input.',
  },
  batch: {
    type: 'string',
    valueHint: 'ID',
    description: 'The id of the batch. The same file under the same id goes on where it broke off.',
  },
  'all-or-none': { type: 'boolean', description: 'Send none of the batch when a row is at fault.' },
  'notify-url': {
    type: 'string',
    valueHint: 'URL',
    description: 'Tell this address how it ends.',
  },
  'ordering-key': {
    type: 'string',
    valueHint: 'K',
    description: 'Deliver packets with the same key one after the other, in their order.',
  },
  'hold-on-failure': {
    type: 'boolean',
    description: 'Where it is not delivered, let those with its key wait until their queue is released.',
  },
  priority: {
    type: 'string',
    valueHint: 'N',
    description: 'Where packets wait for workers, 1 goes first and 5 last; 3 unless told.',
  },
  'fairness-key': {
    type: 'string',
    valueHint: 'K',
    description: 'Where packets wait for workers, each key gets its share; its source unless told.',
  },
  wait: { type: 'boolean', description: 'Wait until the status is final.' },
  count: { type: 'string', valueHint: 'N', description: 'Submit so many packets.' },
  cancel: { type: 'string', valueHint: 'ID', description: 'Cancel this packet instead of submitting one.' },
  reason: { type: 'string', valueHint: 'R', description: 'Why it is canceled.' },
  url: { type: 'string', valueHint: 'URL', description: 'The running Waybill; on this machine unless told.' },
  help: { type: 'boolean', alias: 'h', description: 'Show this.' },
} as const satisfies ArgsDef

const maxCount = 100_000

function wholeNumber(least: number, most: number) {
  const problem = `must be a whole number from ${least} to ${most.toLocaleString('en')}`
  return z
    .string()
    .regex(/^\d{1,9}$/, problem)
    .transform(Number)
    .refine((value) => value >= least && value <= most, problem)
}

const span = z.string().transform((text, ctx) => {
  const ms = parseSpan(text)
  if (ms !== null) return ms
  ctx.addIssue({ code: 'custom', message: 'must be a time with its unit, for example 500ms, 10s, 5m or 1h' })
  return z.NEVER
})

const schema = z.object({
  source: z.string().optional(),
  destination: z.string().optional(),
  text: z.string().optional(),
  file: z.string().min(1, 'needs the path of a file').optional(),
  id: z.string().optional(),
  'max-attempts': wholeNumber(1, attemptLimit.maxValue ?? 10).optional(),
  'receipt-timeout': span.optional(),
  'deliver-at': z.string().optional(),
  'time-zone': z.string().optional(),
  'expires-in': span.optional(),
  'expires-at': z.string().optional(),
  csv: z.string().min(1, 'needs the path of a file').optional(),
  batch: z.string().optional(),
  'all-or-none': z.boolean().default(false),
  'notify-url': z.string().optional(),
  'ordering-key': z.string().optional(),
  'hold-on-failure': z.boolean().default(false),
  priority: wholeNumber(priorityRange.min, priorityRange.max).optional(),
  'fairness-key': z.string().optional(),
  wait: z.boolean().default(false),
  count: wholeNumber(1, maxCount).optional(),
  cancel: z.string().min(1, 'needs the id of a packet').optional(),
  reason: z.string().optional(),
  url: z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).optional(),
  help: z.boolean().default(false),
})

type Options = z.output<typeof schema>

/** @throws Problem that names the wrong option */
export function optionsIn(args: string[]): Options {
  return checkOptions(schema, readOptions('submit', definitions, args))
}

/** @param out the stream that it is written to */
export function help(out: { isTTY?: boolean }): Promise<string> {
  return helpFor('submit', 'Submit a packet to a running Waybill', definitions, out)
}

export type Command =
  | { do: 'help' }
  | { do: 'upload'; file: string; upload: BatchUpload; wait: boolean }
  | { do: 'cancel'; id: string; reason: string }
  /** `count` is null for a single packet, which is printed as an object instead of an array. */
  | { do: 'submit'; submission: Submission; count: number | null; wait: boolean }

/** What `--file -` reads, until the signal is aborted. */
export interface Input {
  input?: Readable & { isTTY?: boolean }
  signal?: AbortSignal
}

/** @throws Problem that names the wrong option and says what to do */
export async function commandFor(options: Options, input: Input = {}): Promise<Command> {
  if (options.help) return { do: 'help' }
  if (options.cancel !== undefined) return cancelCommand(options.cancel, options)
  if (options.csv !== undefined) return uploadCommand(options.csv, options)
  if (options.batch !== undefined || options['all-or-none'])
    throw new Problem('--batch and --all-or-none are about a file of packets; add --csv FILE.')
  if (options.reason !== undefined)
    throw new Problem('--reason says why a packet is canceled; add --cancel ID.')
  if (options.text !== undefined && options.file !== undefined) {
    throw new Problem('Give the contents as --text or as --file, not both.')
  }
  if (options['expires-in'] !== undefined && options['expires-at'] !== undefined) {
    throw new Problem('Give the expiry as --expires-in or as --expires-at, not both.')
  }
  const count = options.count ?? null
  if (options.id !== undefined && count !== null && count > 1) {
    throw new Problem('--id names one packet; leave it out, or leave out --count.')
  }
  return { do: 'submit', submission: await submissionOf(options, input), count, wait: options.wait }
}

function cancelCommand(id: string, options: Options): Command {
  const stranger = (
    [
      'text',
      'file',
      'id',
      'count',
      'wait',
      'max-attempts',
      'receipt-timeout',
      'deliver-at',
      'expires-in',
      'expires-at',
      'notify-url',
      'ordering-key',
      'hold-on-failure',
      'priority',
      'fairness-key',
    ] as const
  ).find((name) => options[name] !== undefined && options[name] !== false)
  if (stranger !== undefined) throw new Problem(`--cancel submits nothing; leave out --${stranger}.`)
  const parsed = operatorReasonBody.safeParse({ reason: options.reason ?? '' })
  if (parsed.success) return { do: 'cancel', id, reason: parsed.data.reason }
  throw new Problem(`--reason: ${parsed.error.issues[0]?.message ?? 'say why.'}`)
}

/** The other options are defaults for rows that have no value of their own. */
function uploadCommand(file: string, options: Options): Command {
  const stranger = (['file', 'id', 'count', 'expires-in'] as const).find(
    (name) => options[name] !== undefined,
  )
  if (stranger !== undefined) throw new Problem(`--csv uploads many packets; leave out --${stranger}.`)
  const { source, destination, text, batch } = options
  const parsed = batchUpload.safeParse({
    badRows: options['all-or-none'] ? 'refuse' : 'skip',
    ...(batch !== undefined && { id: batch }),
    ...(file !== '-' && { name: basename(file) }),
    ...(source !== undefined && { source }),
    ...(destination !== undefined && { destination }),
    ...(text !== undefined && { text }),
    ...(options['max-attempts'] !== undefined && { maxAttempts: String(options['max-attempts']) }),
    ...(options['receipt-timeout'] !== undefined && { receiptTimeoutMs: String(options['receipt-timeout']) }),
    ...deliveryOf(options),
    ...(options['expires-at'] !== undefined && { expiresAt: options['expires-at'] }),
    ...keysOf(options),
    ...(options['hold-on-failure'] && { holdOnFailure: 'true' }),
    ...(options.priority !== undefined && { priority: String(options.priority) }),
  })
  if (parsed.success) return { do: 'upload', file, upload: parsed.data, wait: options.wait }
  throw faultOf(parsed.error, { ...optionOf, id: 'batch', name: 'csv' })
}

async function submissionOf(options: Options, input: Input): Promise<Submission> {
  const parsed = submission.safeParse({
    source: options.source ?? someone.source,
    destination: options.destination ?? someone.destination,
    ...(options.file === undefined
      ? { text: options.text ?? 'Hello' }
      : { contents: await readContents(options.file, input) }),
    ...(options.id !== undefined && { id: options.id }),
    ...(options['max-attempts'] !== undefined && { maxAttempts: options['max-attempts'] }),
    ...(options['receipt-timeout'] !== undefined && { receiptTimeoutMs: options['receipt-timeout'] }),
    ...deliveryOf(options),
    ...(options['notify-url'] !== undefined && { notifyUrl: options['notify-url'] }),
    ...expiryOf(options),
    ...keysOf(options),
    ...(options['hold-on-failure'] && { holdOnFailure: true }),
    ...(options.priority !== undefined && { priority: options.priority }),
  })
  if (parsed.success) return parsed.data
  throw faultOf(parsed.error)
}

export function faultOf({ issues: [issue] }: z.ZodError, names = optionOf): Problem {
  const field = String(issue?.path[0] ?? '')
  const option = names[field] ?? field
  const problem = problemOf[field] ?? issue?.message
  return new Problem(`--${option}: ${problem ?? 'It is not valid.'}`)
}

export function deliveryOf(options: Pick<Options, 'deliver-at' | 'time-zone'>): {
  deliverAt?: string
  timeZone?: string
} {
  const { 'deliver-at': deliverAt, 'time-zone': timeZone } = options
  if (deliverAt === undefined) return {}
  return { deliverAt, timeZone: timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone }
}

function keysOf(options: Options): { orderingKey?: string; fairnessKey?: string } {
  const { 'ordering-key': orderingKey, 'fairness-key': fairnessKey } = options
  return {
    ...(orderingKey !== undefined && { orderingKey }),
    ...(fairnessKey !== undefined && { fairnessKey }),
  }
}

/** The expiry as a moment; a span counts from now by this machine's clock. */
function expiryOf(options: Options): { expiresAt?: string } {
  const { 'expires-in': span, 'expires-at': moment } = options
  if (span !== undefined) return { expiresAt: new Date(Date.now() + span).toISOString() }
  return moment === undefined ? {} : { expiresAt: moment }
}

const problemOf: Readonly<Record<string, string>> = {
  receiptTimeoutMs: 'Use a time from 1s to 24h.',
  expiresAt: 'Use a time in UTC, such as 2030-01-31T12:00:00Z.',
}

const optionOf: Readonly<Record<string, string>> = {
  contents: 'file',
  maxAttempts: 'max-attempts',
  receiptTimeoutMs: 'receipt-timeout',
  deliverAt: 'deliver-at',
  timeZone: 'time-zone',
  expiresAt: 'expires-at',
  notifyUrl: 'notify-url',
  orderingKey: 'ordering-key',
  holdOnFailure: 'hold-on-failure',
  fairnessKey: 'fairness-key',
}

/** Opens a file of packets, or the standard input, for streaming; its size is not limited. */
export async function openUpload(file: string, { input = process.stdin }: Input): Promise<Readable> {
  if (file === '-') return input
  const path = fromCaller(file)
  const opened = createReadStream(path)
  await once(opened, 'open').catch((error: unknown) => {
    throw new Problem(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}.`)
  })
  return opened
}

/** The file's bytes in base64; "-" is the standard input. */
async function readContents(file: string, input: Input): Promise<string> {
  if (file === '-') return readInput(input)
  const path = fromCaller(file)
  try {
    const { size } = await stat(path)
    if (size > maxContentsBytes) throw new Problem(tooLarge(file, `has ${size}`))
    return (await readBounded(createReadStream(path), file)).toString('base64')
  } catch (error) {
    if (error instanceof Problem) throw error
    throw new Problem(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}.`)
  }
}

async function readInput({ input = process.stdin, signal }: Input): Promise<string> {
  if (input.isTTY) {
    throw new Problem('--file - reads the standard input, which is a terminal; pipe something into it.')
  }
  const bytes = await readBounded(signal ? addAbortSignal(signal, input) : input, 'The standard input')
  if (bytes.length > 0) return bytes.toString('base64')
  throw new Problem('--file - found the standard input empty; pipe something into it.')
}

/** Reads at most what a packet holds, since a pipe or a device may never end. */
async function readBounded(input: Readable, name: string): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of input) {
    const bytes = Buffer.from(chunk)
    chunks.push(bytes)
    size += bytes.length
    if (size > maxContentsBytes) throw new Problem(tooLarge(name, `has over ${maxContentsBytes}`))
  }
  return Buffer.concat(chunks)
}

function tooLarge(name: string, size: string): string {
  return `${name} ${size} bytes; a packet holds at most ${maxContentsBytes}.`
}
