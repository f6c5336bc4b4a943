/**
 * Checks that a receipt answers one of our hand-overs and comes from the provider of that hand-over. The order of the
 * checks is part of the protocol.
 */
import 'server-only'
import { createHash } from 'node:crypto'
import { openToken } from '@/lib/carrier/token'
import {
  maxReceiptBytes,
  type ReceiptMessage,
  receiptMessage,
  type TokenClaims,
} from '@/lib/contract/carrier'
import type { RefusalReason } from '@/lib/contract/receipt-reasons'
import type { KeyAge } from '@/lib/contract/workflows'
import { ApiError } from '@/lib/server/api-error'
import { settings } from '@/lib/server/env'
import { requireSameOrigin } from '@/lib/server/http/origin'
import { type ApiRequest, decodeUtf8, parse, parseJson, requireJson } from '@/lib/server/http/request'
import { processWide } from '@/lib/server/process-wide'
import { signerOf } from './signer'
import { Turns } from './turns'

const turns = processWide('receipt-turns', () => new Turns())

/** A receipt as it comes in. */
export interface ReceiptCall extends Omit<ApiRequest, 'signal' | 'stream'> {
  /** The path that it was sent to, if that is not the receipts' address. */
  readonly missedPath?: string
  /** The connection, as an identity for `Turns`. */
  readonly connection: object
}

export interface CheckedReceipt {
  claims: TokenClaims
  message: ReceiptMessage
  webhookId: string
  /** Fingerprint of the secret that signed it. */
  key: string
  keyAge: KeyAge
  /** First hexadecimal digits of the body's SHA-256. */
  digest: string
  /** Size of the body. */
  bytes: number
}

/** Why a receipt was refused, and what was known of it by then. */
export interface Refusal {
  error: ApiError
  reason: RefusalReason
  provider: string | null
  bytes: number | null
}

export type Verdict = { receipt: CheckedReceipt } | { refusal: Refusal }

/**
 * The code of a refusal's error is the first that applies, in this order: CROSS_ORIGIN, TOO_LARGE,
 * UNSUPPORTED_MEDIA_TYPE, INVALID_REQUEST, UNKNOWN_TOKEN, UNAUTHENTICATED_RECEIPT
 */
export async function checkReceipt(call: ReceiptCall): Promise<Verdict> {
  const known: Omit<Refusal, 'error'> = { reason: 'CROSS_ORIGIN', provider: null, bytes: null }
  try {
    requireSameOrigin(call)
    known.reason = 'TOO_LARGE'
    const bytes = await call.body(maxReceiptBytes)
    known.bytes = bytes.length
    await turns().next(call.connection)
    const receipt = judge(call, bytes, known)
    turns().note(call.connection, 'genuine')
    return { receipt }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    turns().note(call.connection, 'refused')
    const incomplete = known.reason === 'TOO_LARGE' && error.code !== 'TOO_LARGE'
    return { refusal: { ...known, ...(incomplete && { reason: 'INCOMPLETE' as const }), error } }
  }
}

/** Records its progress in `known`, so that a thrown error can be attributed. */
function judge(call: ReceiptCall, bytes: Uint8Array, known: Omit<Refusal, 'error'>): CheckedReceipt {
  known.reason = 'MEDIA_TYPE'
  requireJson(call)
  known.reason = 'NOT_UTF8'
  const text = decodeUtf8(bytes)
  known.reason = 'NOT_JSON'
  const json = parseJson(text)
  known.reason = 'MALFORMED'
  const message = parse(receiptMessage, json)
  known.reason = 'UNKNOWN_TOKEN'
  const claims = openToken(message.token, settings().tokenKeys)
  if (claims === null) {
    throw new ApiError('UNKNOWN_TOKEN', 'Send back the token of the hand-over unchanged.')
  }
  known.provider = claims.provider
  const signer = signerOf(call, bytes, claims.provider)
  if ('why' in signer) {
    known.reason = signer.why
    throw new ApiError('UNAUTHENTICATED_RECEIPT', signer.detail)
  }
  return { claims, message, ...signer, digest: digestOf(bytes), bytes: bytes.length }
}

const digestLength = 16

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, digestLength)
}
