/** Is this a receipt that we asked for, from the provider we asked? The order of the checks is part of the protocol. */
import 'server-only'
import { verifyMessage } from '@/lib/carrier/signature'
import { openToken } from '@/lib/carrier/token'
import {
  maxReceiptBytes,
  type ReceiptMessage,
  receiptMessage,
  type TokenClaims,
} from '@/lib/contract/carrier'
import { ApiError } from '@/lib/server/api-error'
import { settings } from '@/lib/server/env'
import { decodeUtf8, parseJson, readCapped, requireJson } from '@/lib/server/http/body'
import { parse } from '@/lib/server/http/parse'

export interface CheckedReceipt {
  claims: TokenClaims
  message: ReceiptMessage
  webhookId: string
  /** Fingerprint of the secret that signed it. */
  key: string
}

/**
 * @throws ApiError in this order: TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, INVALID_REQUEST, UNKNOWN_TOKEN,
 *   UNAUTHENTICATED_RECEIPT
 */
export async function checkReceipt(request: Request): Promise<CheckedReceipt> {
  const bytes = await readCapped(request, maxReceiptBytes)
  requireJson(request)
  const body = decodeUtf8(bytes)
  const message = parse(receiptMessage, parseJson(body))
  const claims = await openToken(message.token, settings().tokenKeys)
  if (claims === null) {
    throw new ApiError('UNKNOWN_TOKEN', 'Send the token of the hand-over back as it was.')
  }
  return { claims, message, ...signer(request, body, claims.provider) }
}

function signer(request: Request, body: string, provider: string): { webhookId: string; key: string } {
  const secrets = settings().providers.find(({ name }) => name === provider)?.receiptSecrets ?? []
  const header = (name: string) => request.headers.get(name)
  const verified = verifyMessage({
    headers: {
      id: header('webhook-id'),
      timestamp: header('webhook-timestamp'),
      signature: header('webhook-signature'),
    },
    body,
    secrets,
  })
  if (!verified.ok) throw new ApiError('UNAUTHENTICATED_RECEIPT', refusals[verified.why])
  return { webhookId: verified.webhookId, key: verified.key }
}

const refusals = {
  MISSING: 'Send webhook-id, webhook-timestamp (whole seconds) and webhook-signature.',
  STALE: 'The timestamp is more than 5 minutes away from our clock.',
  BAD_SIGNATURE: 'Sign the body with the receipt secret of the provider that was handed the packet.',
} as const
