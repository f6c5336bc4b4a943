// Sends receipts at a moment that the test chooses, signed in the simulator's place.
import { randomBytes, randomUUID } from 'node:crypto'
import { signMessage } from '@/lib/carrier/signature'
import { parseTokenKeys, sealToken } from '@/lib/carrier/token'
import type { ReceiptMessage, TokenClaims } from '@/lib/contract/carrier'
import type { Packet } from '@/lib/packet/packet'
import type { Stack } from '@/scripts/stack/stack'

type Said = Omit<ReceiptMessage, 'token'>

export interface Receipt {
  body: string
  secret: string
}

/** The first provider's receipt for an attempt, by default the first attempt; the same text each time it is sent. */
export async function receiptFor(
  stack: Stack,
  { id, attempts }: Packet,
  said: Said,
  attempt = 1,
): Promise<Receipt> {
  const provider = attempts[0]?.provider ?? ''
  const secret = stack.part('web').command.env[`ROUTE_${provider.at(-1)}_RECEIPT_SECRET`] ?? ''
  const token = await seal(stack, { packetId: id, provider, attempt })
  return { body: JSON.stringify({ token, ...said } satisfies ReceiptMessage), secret }
}

/** Resolves with the status and the body of the answer. */
export async function sendReceipt(
  stack: Stack,
  receipt: Receipt,
  webhookId: string,
): Promise<Record<string, unknown>> {
  const response = await post(stack, receipt, webhookId)
  return { status: response.status, ...(await response.json()) }
}

/** Sends a receipt with a valid token and a wrong signature; resolves with the status. */
export async function forgeReceipt(stack: Stack, provider: string): Promise<number> {
  const token = await seal(stack, { packetId: 'nobody', provider, attempt: 1 })
  const secret = `whsec_${randomBytes(32).toString('base64')}`
  const body = JSON.stringify({ token, delivered: true })
  return (await post(stack, { body, secret }, randomUUID())).status
}

function seal(stack: Stack, of: Pick<TokenClaims, 'packetId' | 'provider' | 'attempt'>): Promise<string> {
  const now = Date.now()
  const claims = { ...of, deadline: now + 60_000, sealedAt: now }
  return sealToken(claims, parseTokenKeys(stack.part('web').command.env.TOKEN_KEYS ?? ''))
}

function post(stack: Stack, { body, secret }: Receipt, id: string): Promise<Response> {
  const headers = { 'content-type': 'application/json', ...signMessage({ id, at: new Date(), body, secret }) }
  return fetch(stack.addresses.callback, { method: 'POST', headers, body })
}
