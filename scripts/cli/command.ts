/** From options to what is to be done. */
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { addAbortSignal, type Readable } from 'node:stream'
import { cancellation } from '@/lib/contract/packet'
import { type Submission, submission } from '@/lib/contract/submission'
import { maxContentsBytes } from '@/lib/packet/bounds'
import { Problem } from '../console/problem'
import { fromCaller } from '../stack/root'
import type { Options } from './options'

export type Command =
  | { do: 'help' }
  | { do: 'cancel'; id: string; reason: string }
  /** `count` is null for the one packet that is printed by itself. */
  | { do: 'submit'; submission: Submission; count: number | null; wait: boolean }

/** What `--file -` reads, until the signal is aborted. */
export interface Input {
  input?: Readable & { isTTY?: boolean }
  signal?: AbortSignal
}

/** @throws Problem that names the option at fault and what to do */
export async function commandFor(options: Options, input: Input = {}): Promise<Command> {
  if (options.help) return { do: 'help' }
  if (options.cancel !== undefined) return cancelCommand(options.cancel, options)
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
      'expires-in',
      'expires-at',
    ] as const
  ).find((name) => options[name] !== undefined && options[name] !== false)
  if (stranger !== undefined) throw new Problem(`--cancel submits nothing; leave out --${stranger}.`)
  const parsed = cancellation.safeParse({ reason: options.reason ?? '' })
  if (parsed.success) return { do: 'cancel', id, reason: parsed.data.reason }
  throw new Problem(`--reason: ${parsed.error.issues[0]?.message ?? 'say why.'}`)
}

async function submissionOf(options: Options, input: Input): Promise<Submission> {
  const parsed = submission.safeParse({
    source: options.source,
    destination: options.destination,
    ...(options.file === undefined
      ? { text: options.text ?? 'Hello' }
      : { contents: await readContents(options.file, input) }),
    ...(options.id !== undefined && { id: options.id }),
    ...(options['max-attempts'] !== undefined && { maxAttempts: options['max-attempts'] }),
    ...(options['receipt-timeout'] !== undefined && { receiptTimeoutMs: options['receipt-timeout'] }),
    ...expiryOf(options),
  })
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const field = String(issue?.path[0] ?? '')
  const option = optionOf[field] ?? field
  const problem = problemOf[field] ?? issue?.message
  throw new Problem(`--${option}: ${problem ?? 'It is not valid.'}`)
}

/** A span is counted from now on this machine. */
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
  expiresAt: 'expires-at',
}

/** The file in base64; "-" is the standard input. */
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

/** No more than a packet holds: a pipe or a device may never end. */
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
