/** Schemas of the fields that cross a boundary. */
import { z } from 'zod'
import {
  attemptRange,
  base64Bytes,
  byteLength,
  isBase64,
  maxAddressBytes,
  maxContentsBytes,
  maxFairnessKeyBytes,
  maxOrderingKeyBytes,
  maxProviderBytes,
  packetIdShape,
  priorityRange,
  type Range,
  receiptTimeoutRange,
} from '@/lib/packet/bounds'
import { composed, faultIn, plainText, trimmed, trimmedInQuery } from '@/lib/packet/text'
import { mostCounted } from './paging'

/** One line of printable text. By default `read` removes the invisible characters at its ends. */
export function printable(maxBytes: number, read = trimmed) {
  return z
    .string()
    .overwrite(read)
    .min(1, 'Enter a value.')
    .max(maxBytes, { error: `Use at most ${maxBytes} bytes.`, abort: true })
    .refine((text) => byteLength(text) <= maxBytes, `Use at most ${maxBytes} bytes.`)
    .superRefine(nameFault)
}

function nameFault(text: string, context: z.RefinementCtx): void {
  const message = faultIn(text)
  if (message !== null) context.addIssue({ code: 'custom', message })
}

/** Why an operator does something, in words that are kept and shown. */
const operatorReason = z
  .string()
  .overwrite((text) => plainText(text, 1_000) ?? '')
  .min(1, 'Say why.')
  .max(200, 'Use at most 200 characters.')
  .meta({
    description: 'Why. It is stored without invisible characters, and all operators can see it.',
    example: 'They announced maintenance until 14:00',
  })

const operatorName = printable(100).meta({ description: 'Who does it, as they call themselves.' })

/** Body fields of an action whose reason is optional. */
export const operatorNoteFields = { reason: operatorReason.optional(), who: operatorName.optional() }

/** Body of an action whose reason is optional. */
export const operatorNote = z.strictObject(operatorNoteFields).meta({ id: 'OperatorNote' })

/** Body fields of an action that needs a reason. */
export const operatorReasonFields = { reason: operatorReason, who: operatorName.optional() }

/** Body of an action that needs a reason. */
export const operatorReasonBody = z.strictObject(operatorReasonFields).meta({ id: 'OperatorReason' })
export type OperatorReason = z.infer<typeof operatorReasonBody>

/** URL-safe, so that it can stand in a path; "." and ".." cannot. */
export const packetId = z
  .string()
  .superRefine(nameFault)
  .regex(packetIdShape, 'Use 1 to 128 of the characters A–Z a–z 0–9 . _ ~ -')
  .refine((id) => id !== '.' && id !== '..', 'An id of only dots cannot stand in an address.')
  .meta({ description: 'Unique while its workflow is retained.', example: 'order-4711' })

/** Shorter than a packet's id, because the ids of its packets are made of it and of their line numbers. */
export const batchId = packetId.max(100, 'Use at most 100 characters.').meta({
  description: 'Unique for as long as the batch is kept.',
  example: 'newsletter-2030-01',
})

export const address = printable(maxAddressBytes).meta({
  description:
    'Where it comes from or goes to: 1 to 200 bytes of printable UTF-8. Invisible characters are dropped at both ends and refused inside.',
  example: '+017771110000',
})

/** An address in a query, where its "+" may have become a space. */
export const queriedAddress = printable(maxAddressBytes, trimmedInQuery).meta({
  description: 'As it was submitted. A leading space is read as "+", which URL decoding turns into a space.',
  example: '+017771110000',
})

/** Likewise for other names that people give, in a query. */
export const queriedOrderingKey = orderingKeyRead(trimmedInQuery)
export const queriedFairnessKey = printable(maxFairnessKeyBytes, trimmedInQuery)

/** A provider's name as configured, spaces included. */
export const providerName = printable(maxProviderBytes, composed)
  .refine((name) => name.trim() !== '', 'Enter more than spaces.')
  .meta({ example: 'RouteA' })

const tooMuch = 'Contents may have at most 256 KiB.'

export const base64Contents = z
  .string()
  .max(Math.ceil(maxContentsBytes / 3) * 4, { error: tooMuch, abort: true })
  .refine(isBase64, 'Use padded base64 of the standard alphabet.')
  .refine((text) => base64Bytes(text) <= maxContentsBytes, tooMuch)
  .meta({ description: 'Base64, at most 256 KiB decoded.', example: 'SGVsbG8=' })

export const textContents = z
  .string()
  .max(maxContentsBytes, { error: tooMuch, abort: true })
  .refine((text) => byteLength(text) <= maxContentsBytes, tooMuch)
  .refine((text) => !/\p{Cs}/u.test(text), 'The text has a broken character (a lone surrogate).')
  .meta({ description: 'Plain text, at most 256 KiB in UTF-8.', example: 'Hello' })

/** Counts from 1. */
export const attemptNumber = whole(attemptRange)

export const attemptLimit = whole(attemptRange)

export const orderingKey = orderingKeyRead(trimmed).meta({
  description:
    'Packets with the same key are delivered one after the other, in the order in which they were accepted: the next one begins when the one before has ended.',
  example: 'customer-4711',
})

function orderingKeyRead(read: typeof trimmed) {
  return printable(maxOrderingKeyBytes, read).refine(
    (key) => key !== '.' && key !== '..',
    'A key of only dots cannot stand in an address.',
  )
}

export const holdOnFailure = z.boolean().meta({
  description:
    'If this packet ends undelivered, the packets behind it wait until an operator releases the queue. By default they go on.',
})

export function holdsSomething(body: { holdOnFailure?: unknown; orderingKey?: unknown }): boolean {
  return body.holdOnFailure !== true || body.orderingKey !== undefined
}

export const holdsNothing = {
  error: 'It holds back packets with the same ordering key, so it needs an ordering key.',
  path: ['holdOnFailure'],
}

export const priority = whole(priorityRange).meta({
  description: 'When packets wait for workers, 1 goes first and 5 last. Default: 3.',
})

export const fairnessKey = printable(maxFairnessKeyBytes).meta({
  description:
    'When packets of one priority wait for workers, each key gets an equal share, however many packets it has. Default: the source.',
  example: 'newsletter',
})

export const receiptTimeoutMs = whole(receiptTimeoutRange, ' of milliseconds')

function whole({ min, max }: Range, unit = '') {
  const message = `Use a whole number${unit} from ${min.toLocaleString('en')} to ${max.toLocaleString('en')}.`
  return z.int(message).min(min, message).max(max, message)
}

/** ISO 8601 in UTC. */
export const instant = z.iso.datetime('Use a time in UTC, such as 2030-01-31T12:00:00Z.')

/** A time as a person writes it. */
export const timeText = z.string().min(1, 'Enter a time.').max(100, 'Use at most 100 characters.')

/** An IANA name. Whether the zone exists is checked where it is used. */
export const timeZone = z
  .string()
  .regex(/^[A-Za-z0-9_+/-]{1,64}$/, 'Use the name of a time zone, such as Europe/Berlin.')
  .meta({ example: 'Europe/Berlin' })

/** A number in a query. */
export function inDigits(schema: z.ZodType<number, number>) {
  return z
    .string()
    .regex(/^\d{1,9}$/, 'Use a whole number.')
    .transform(Number)
    .pipe(schema)
    .meta({ override: { type: 'integer', pattern: undefined } })
}

/** Entries on a page, given in a query in plain digits: `Number` alone would also read 1e1, 0x10 and spaces. */
export function pageLimit(most: number, usual: number) {
  return z
    .string()
    .regex(/^\d{1,9}$/, `Use a whole number from 1 to ${most}.`)
    .transform(Number)
    .pipe(z.int().min(1).max(most))
    .default(usual)
    .meta({ override: { type: 'integer', pattern: undefined, minimum: 1, maximum: most, default: usual } })
}

export const pageCursor = z
  .string()
  .max(4096)
  .optional()
  .meta({ description: '`nextCursor` of the previous page.' })

/** A count that is exact up to `mostCounted`. `description` says what is counted. */
export function cappedCount(description: string) {
  const cap = `Counted at most a few seconds ago, and exact up to ${mostCounted.toLocaleString('en')}; a count one above that means more.`
  return z.int().meta({ description: `${description} ${cap}` })
}

const maxUrlLength = 2048

/** Where notifications go. Depending on the installation, further addresses are refused elsewhere. */
export const notifyUrl = z
  .url({ protocol: /^https?$/, error: 'Use an http or https address, such as https://example.com/hooks.' })
  .max(maxUrlLength, `Use at most ${maxUrlLength} characters.`)
  .superRefine((text, context) => {
    const message = urlFault(text)
    if (message !== null) context.addIssue({ code: 'custom', message })
  })
  // Normalized to the form that is sent, so that one address has one spelling.
  .overwrite((text) => (URL.canParse(text) ? new URL(text).href : text))
  .meta({
    description:
      'An http or https address. Private and link-local addresses and those of metadata services are refused, unless NOTIFY_ALLOW_PRIVATE allows them.',
    example: 'https://example.com/hooks/waybill',
  })

function urlFault(text: string): string | null {
  if (!URL.canParse(text)) return null
  const { username, password, hash } = new URL(text)
  if (username !== '' || password !== '') return 'Leave out the user name and the password.'
  return hash === '' ? null : 'Leave out the part from "#" on; it is never sent.'
}
