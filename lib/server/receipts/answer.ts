/** Answers whatever is sent to the receipts' address: checks, stores, counts and logs it. */
import 'server-only'
import { randomUUID } from 'node:crypto'
import { installationHeader, installationMark } from '@/lib/carrier/callback-check'
import type { ReceiptAnswer } from '@/lib/contract/carrier'
import { apiPath } from '@/lib/contract/paths'
import { plainText } from '@/lib/packet/text'
import { ApiError } from '@/lib/server/api-error'
import { settings } from '@/lib/server/env'
import { addressFault } from '@/lib/server/http/address'
import { log } from '@/lib/server/process'
import { processWide } from '@/lib/server/process-wide'
import { TokenBucket } from '@/lib/server/token-bucket'
import type { SpanOptions } from '@/lib/tracing/span'
import { isSameTrace, traced, traceparentOf } from '@/lib/tracing/tracing'
import { type CheckedReceipt, checkReceipt, type ReceiptCall, type Refusal, type Verdict } from './check'
import { noteOutage } from './intake'
import { takeReceipt } from './take'
import { tally } from './tally'

/** `body` is JSON; null when there is none. */
export interface Reply {
  status: number
  headers: Record<string, string>
  body: string | null
}

const allow = 'POST, OPTIONS'

/** Never rejects. */
export async function answerReceipt(call: ReceiptCall): Promise<Reply> {
  const startedAt = performance.now()
  const { reply, refused } = await replyTo(call)
  if (reply.status >= 500) noteOutage()
  const ms = Math.round(performance.now() - startedAt)
  const path = call.missedPath === undefined ? apiPath('/api/callbacks/transmit') : printable(call.missedPath)
  const line = { method: call.method.slice(0, 20), path, status: reply.status, ms }
  if (refused) logRefused(line)
  else log().info(line, 'request')
  return reply
}

interface Answered {
  reply: Reply
  /** True if the sender could not be authenticated. */
  refused: boolean
}

async function replyTo(call: ReceiptCall): Promise<Answered> {
  const { method, missedPath } = call
  if (missedPath === undefined && !isAttempt(call)) return { reply: toReader(method), refused: true }
  try {
    const verdict = await checkReceipt(call)
    const astray = missedPath === undefined ? wrongMethod(method) : wrongAddress(missedPath)
    if (astray !== null) {
      const refusal = { ...knownOf(verdict), ...astray }
      return { reply: withoutBody(refuse(call, refusal), method === 'HEAD'), refused: true }
    }
    if ('refusal' in verdict) return { reply: refuse(call, verdict.refusal), refused: true }
    return await answerGenuine(verdict.receipt, traceparentOf(call.headers.get('traceparent')))
  } catch (error) {
    return { reply: failed(error), refused: false }
  }
}

/**
 * False for a request that only probes the address, as workers do with the callback address that they tell carriers.
 */
function isAttempt({ method, headers }: ReceiptCall): boolean {
  return method !== 'OPTIONS' && method !== 'HEAD' && headers.get(installationHeader) === null
}

function toReader(method: string): Reply {
  const mark = { [installationHeader]: installationMark(settings().tokenKeys) }
  if (method === 'OPTIONS') return { status: 204, headers: { Allow: allow, ...mark }, body: null }
  const { headers, ...reply } = problemReply(notAllowed())
  return withoutBody({ ...reply, headers: { ...headers, ...mark } }, method === 'HEAD')
}

type Astray = Pick<Refusal, 'error' | 'reason'>

function wrongMethod(method: string): Astray | null {
  return method === 'POST' ? null : { error: notAllowed(), reason: 'WRONG_METHOD' }
}

/** An ambiguous address is reported as such, any other as not found. */
function wrongAddress(path: string): Astray {
  const right = `${settings().publicPath}${apiPath('/api/callbacks/transmit')}`
  const detail = `Receipts are taken at ${right}; this one came to ${printable(path)}. Correct the callback address.`
  return { error: addressFault(path) ?? new ApiError('NOT_FOUND', detail), reason: 'WRONG_ADDRESS' }
}

/** The provider of the receipt and its size, as far as they are known. */
function knownOf(verdict: Verdict): Omit<Refusal, 'error' | 'reason'> {
  if ('refusal' in verdict) return verdict.refusal
  const { claims, bytes } = verdict.receipt
  return { provider: claims.provider, bytes }
}

const longestPath = 200

function printable(path: string): string {
  return path.replace(/[^!-~]/g, '?').slice(0, longestPath)
}

/** @param sent the trace context that came with the receipt */
async function answerGenuine(receipt: CheckedReceipt, sent: string | null): Promise<Answered> {
  const reply = await traced(
    'receipt',
    () => spanOf(receipt, sent),
    async (span) => {
      const answered = await replyToGenuine(receipt)
      span?.set({ 'http.response.status_code': answered.status })
      return answered
    },
  ).catch(failed)
  return { reply, refused: false }
}

/** The span belongs to the trace of the hand-over, below the carrier's span if the carrier sent one. */
function spanOf({ claims, message }: CheckedReceipt, sent: string | null): SpanOptions {
  const { packetId, attempt, provider, trace = null } = claims
  const attributes = {
    'waybill.packet': packetId,
    'waybill.attempt': attempt,
    'waybill.provider': provider,
    'waybill.delivered': String(message.delivered),
  }
  if (trace === null || isSameTrace(trace, sent)) return { kind: 'server', parent: sent, attributes }
  return { kind: 'server', parent: trace, links: [sent], attributes }
}

async function replyToGenuine(receipt: CheckedReceipt): Promise<Reply> {
  const { packetId, attempt, provider } = receipt.claims
  try {
    const result = await takeReceipt(receipt)
    tally().answered(result, provider)
    const answer: ReceiptAnswer = { result, packetId, attempt }
    return { status: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(answer) }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    if (error.code === 'RECEIPT_CONTRADICTS') tally().answered('contradiction', provider)
    return problemReply(error)
  }
}

const longestAgent = 80

function refuse(call: ReceiptCall, { error, reason, provider, bytes }: Refusal): Reply {
  const agent = plainText(call.headers.get('user-agent') ?? '', longestAgent)
  const astray = call.missedPath === undefined ? {} : { path: printable(call.missedPath) }
  tally().refused({ reason, provider, bytes, remote: call.remote, agent, ...astray })
  return problemReply(error)
}

function failed(error: unknown): Reply {
  const instance = `urn:uuid:${randomUUID()}`
  log().error({ err: error, instance }, 'a receipt failed unexpectedly')
  return problemReply(
    new ApiError('INTERNAL', 'See the log of the web process for the instance named here.'),
    instance,
  )
}

function notAllowed(): ApiError {
  return new ApiError('METHOD_NOT_ALLOWED', `Use one of: ${allow}.`, { headers: { Allow: allow } })
}

function problemReply(error: ApiError, instance?: string): Reply {
  const body = JSON.stringify(error.toProblem(instance))
  return {
    status: error.status,
    headers: { ...error.headers, 'Content-Type': 'application/problem+json' },
    body,
  }
}

function withoutBody(reply: Reply, isHead: boolean): Reply {
  return isHead ? { ...reply, body: null } : reply
}

/** Limits the log lines for refused receipts: a flood of forged ones must not fill the log or the disk. */
const refusedLines = processWide('receipts-refused-lines', () => ({
  bucket: new TokenBucket({ burst: 20, perSecond: 1 }),
  leftOut: 0,
}))

function logRefused(line: object): void {
  const lines = refusedLines()
  if (!lines.bucket.take()) {
    lines.leftOut += 1
    return
  }
  log().info({ ...line, ...(lines.leftOut > 0 && { leftOut: lines.leftOut }) }, 'request')
  lines.leftOut = 0
}
