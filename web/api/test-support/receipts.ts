/** Receipts as RouteA's carrier sends them, and the kept ones. */
import { randomUUID } from 'node:crypto'
import { parseTokenKeys, sealToken } from '@/lib/carrier/token'
import type { TokenClaims } from '@/lib/contract/carrier'
import type { KeptReceiptPage } from '@/lib/contract/kept-receipt'
import type { ApiUnderTest } from './api-under-test'
import { callApi } from './call-api'
import { sendReceipt } from './carrier'
import { eventually } from './eventually'
import { packetWhen, submit } from './packets'

export class Receipts {
  constructor(private readonly api: ApiUnderTest) {}

  /** A closed packet, whose workflow no longer listens, and the token of its only hand-over. */
  async ofClosedPacket(): Promise<{ id: string; token: string }> {
    const { id } = await submit({ maxAttempts: 1 })
    const { token } = await this.api.carrier.handOver(id)
    await sendReceipt({ token, delivered: false, reason: 'blocked' }, this.api.secrets.RouteA, {
      webhookId: `${id}-1`,
    })
    await packetWhen(id, ({ status, settling }) => status === 'EXHAUSTED' && !settling)
    return { id, token }
  }

  /** @returns the status and the result, or the code of the problem */
  async send(token: string, more: object = {}, webhookId: string = randomUUID()) {
    const { RouteA } = this.api.secrets
    const response = await sendReceipt({ token, delivered: true, ...more }, RouteA, { webhookId })
    const answer = await response.json()
    return [response.status, answer.result ?? answer.code]
  }
}

export async function keptOf(packet: string, extra = ''): Promise<KeptReceiptPage> {
  return (await callApi(`/api/receipts?packet=${packet}${extra}`)).json()
}

export function theOneKeptOf(packet: string): Promise<KeptReceiptPage> {
  return eventually(
    () => keptOf(packet),
    ({ items, total }) => items.length === 1 && total === 1,
  )
}

export function sealClaims(claims: Partial<TokenClaims>): Promise<string> {
  const sealed = {
    packetId: 'nobody',
    attempt: 1,
    provider: 'RouteA',
    deadline: Date.now() + 60_000,
    ...claims,
  }
  return sealToken(sealed, parseTokenKeys(process.env.TOKEN_KEYS ?? ''))
}
