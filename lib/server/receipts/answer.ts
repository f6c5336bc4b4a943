/** The answer to whatever is sent to the receipts' address: checked, taken, counted and logged. */
import 'server-only'
import { randomUUID } from 'node:crypto'
import { attemptId } from '@/lib/contract/attempt-id'
import type { ReceiptAnswer } from '@/lib/contract/carrier'
import { apiPaths } from '@/lib/contract/paths'
import type { ProblemCode } from '@/lib/contract/problem'
import { plainText } from '@/lib/packet/text'
import { ApiError } from '@/lib/server/api-error'
import { log } from '@/lib/server/log'
import { processWide } from '@/lib/server/process-wide'
import { TokenBucket } from '@/lib/server/token-bucket'
import { type CheckedReceipt, checkReceipt, type ReceiptCall, type Refusal } from './check'
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
  const { reply, refused, attempt } = await replyTo(call)
  if (reply.status >= 500) noteOutage(attempt ?? null)
  const ms = Math.round(performance.now() - startedAt)
  const line = { method: call.method.slice(0, 20), path: apiPaths.receipts, status: reply.status, ms }
  if (refused) logRefused(line)
  else log().info(line, 'request')
  return reply
}

interface Answered {
  reply: Reply
  /** Nobody that we know has asked. */
  refused: boolean
  /** The `attemptId` of a genuine one. */
  attempt?: string
}

async function replyTo(call: ReceiptCall): Promise<Answered> {
  const { method } = call
  if (method === 'OPTIONS')
    return { reply: { status: 204, headers: { Allow: allow }, body: null }, refused: true }
  if (method !== 'POST') return { reply: withoutBody(wrongMethod(), method === 'HEAD'), refused: true }
  try {
    const verdict = await checkReceipt(call)
    if ('refusal' in verdict) return { reply: refuse(call, verdict.refusal), refused: true }
    return await answerGenuine(verdict.receipt)
  } catch (error) {
    return { reply: failed(error), refused: false }
  }
}

async function answerGenuine(receipt: CheckedReceipt): Promise<Answered> {
  const reply = await replyToGenuine(receipt).catch(failed)
  return { reply, refused: false, attempt: attemptId(receipt.claims) }
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
    const told = tolls[error.code]
    if (told !== undefined) tally().answered(told, provider)
    return problemReply(error)
  }
}

const tolls: Partial<Record<ProblemCode, 'contradiction' | 'rate-limited'>> = {
  RECEIPT_CONTRADICTS: 'contradiction',
  RATE_LIMITED: 'rate-limited',
}

const longestAgent = 80

function refuse(call: ReceiptCall, { error, reason, provider, bytes }: Refusal): Reply {
  const agent = plainText(call.headers.get('user-agent') ?? '', longestAgent)
  tally().refused({ reason, provider, bytes, remote: call.remote, agent })
  return problemReply(error)
}

function failed(error: unknown): Reply {
  const instance = `urn:uuid:${randomUUID()}`
  log().error({ err: error, instance }, 'a receipt failed unexpectedly')
  return problemReply(new ApiError('INTERNAL', 'It is logged under the instance named here.'), instance)
}

function wrongMethod(): Reply {
  return problemReply(
    new ApiError('METHOD_NOT_ALLOWED', `Use one of: ${allow}.`, { headers: { Allow: allow } }),
  )
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

/** Forged receipts come in floods, and must fill neither the log nor the disk. */
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
