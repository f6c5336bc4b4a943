/** Defines a check, and assertions on answers and receipts: each `must…` throws a Finding when it does not hold. */
import { headerFault, verifyMessage } from '@/lib/carrier/signature'
import { type ReceiptMessage, receiptMessage } from '@/lib/contract/carrier'
import { jsonHeaderFault } from '@/lib/contract/json-headers'
import { formatDuration } from '@/lib/packet/duration'
import type { Answer, Bench, Given, Sent } from './bench'
import type { Arrival, Mailbox } from './mailbox'

export interface Check {
  /** Its name for `--only`. */
  name: string
  group: 'Hand-over' | 'Receipt' | 'Recall'
  /** What should hold, as a sentence. */
  title: string
  /** Whether the check is skipped when the carrier sends no receipts. */
  needsReceipts: boolean
  /** Why the check cannot run with the given options; null when it can. */
  unless?: (given: Given) => string | null
  /** Resolves with a remark when the check passes. @throws Finding when it fails */
  run: (bench: Bench) => Promise<string>
}

/** A failed expectation. The message says what was seen and what is wanted. */
export class Finding extends Error {
  override readonly name = 'Finding'

  constructor(
    message: string,
    /** The receipt that proves it. */
    readonly arrival: Arrival | null = null,
  ) {
    super(message)
  }
}

/** "it answered 503 (try later)" */
export function saidBy(answer: Answer): string {
  if (answer.kind === 'unanswered') return `it gave no answer (${answer.reason})`
  return `${answer.words}${answer.text === '' ? '' : ` (${answer.text})`}`
}

function statusOf(answer: Answer): number {
  return answer.kind === 'answered' ? answer.status : 0
}

/** Returns a remark with status and time. */
export function mustAccept({ answer }: Pick<Sent, 'answer'>): string {
  const status = statusOf(answer)
  if (answer.kind === 'answered' && status >= 200 && status < 300) return `${status} in ${answer.ms} ms`
  throw new Finding(`Wanted is 2xx, but ${saidBy(answer)}.`)
}

/** @param consequence what could happen because the carrier accepts such a request, as a clause */
export function mustRefuse({ answer }: Pick<Sent, 'answer'>, consequence: string): string {
  const status = statusOf(answer)
  if (status >= 200 && status < 300) throw new Finding(`It answered ${status}: ${consequence}.`)
  if (status >= 400 && status < 500) return `refused with ${status}`
  throw new Finding(`Wanted is 4xx, but ${saidBy(answer)}; Waybill would try the same again.`)
}

/** Waits a while and fails when a receipt arrives. */
export async function mustStaySilent(bench: Bench, box: Mailbox): Promise<void> {
  await bench.wait(bench.quietMs)
  const [first] = box.arrived
  if (first) throw new Finding('It refused the hand-over and sent a receipt for it all the same.', first)
}

/** Waits for the first receipt, whatever its contents. */
export async function mustReceive(bench: Bench, box: Mailbox): Promise<Arrival> {
  const { timeoutMs } = bench.given
  await box.waitFor((arrived) => arrived.length > 0, timeoutMs)
  const [first] = box.arrived
  if (first) return first
  const right = new URL(box.url).pathname
  const astray =
    box.astray === null ? '' : ` One came to ${box.astray}; use the callback address as it is, ${right}.`
  throw new Finding(`No receipt came within ${formatDuration(timeoutMs)}.${astray}`)
}

/** Reads the receipt as Waybill would. */
export function mustRead(arrival: Arrival, box: Mailbox): ReceiptMessage {
  const { method, contentType, contentEncoding, body, fault } = arrival
  if (method !== 'POST') throw new Finding(`The receipt came by ${method}; use POST.`, arrival)
  const headers = jsonHeaderFault(contentType, contentEncoding)
  if (headers !== null) throw new Finding(`The receipt would be refused with 415: ${headers}`, arrival)
  if (body === null) throw new Finding(`The receipt's body ${fault}.`, arrival)
  const parsed = receiptMessage.safeParse(parseJson(body, arrival))
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const place = issue?.path.length ? `${issue.path.join('.')}: ` : ''
    throw new Finding(`The receipt has another shape: ${place}${issue?.message ?? 'not valid'}.`, arrival)
  }
  if (box.tokens.has(parsed.data.token)) return parsed.data
  throw new Finding('The token is not, letter for letter, the one that was handed over.', arrival)
}

function parseJson(body: string, arrival: Arrival): unknown {
  try {
    return JSON.parse(body)
  } catch {
    throw new Finding('The receipt is not JSON.', arrival)
  }
}

export function mustBeSigned(arrival: Arrival, secrets: readonly string[]): void {
  const { webhookId: id, timestamp, signature, body } = arrival
  const headers = { id, timestamp, signature }
  const verified = verifyMessage({ headers, body: body ?? '', secrets })
  if (verified.ok) return
  const fault =
    headerFault(headers)?.detail ??
    'Its signature is not made with the receipt secret over the bytes that were sent.'
  throw new Finding(`The receipt would be refused with 401: ${fault}`, arrival)
}
