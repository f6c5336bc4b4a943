/** The facts of a packet that operators filter by. */
import { defineSearchAttributeKey, type SearchAttributeUpdatePair } from '@temporalio/common'
import { type PacketAttributeName, packetAttributes, toKeyword } from '@/lib/contract/search-attributes'
import type { DeliveryRequest } from '@/lib/contract/workflows'
import { flagsOf } from '@/lib/packet/flags'
import type { Ledger } from '@/lib/packet/ledger'
import { currentProvider, deliveringProvider, failedProviders } from '@/lib/packet/view'

export type AttributeChange = SearchAttributeUpdatePair
export type Attributes = Record<PacketAttributeName, string | number | string[] | null>

export function attributesOf(ledger: Ledger, request: DeliveryRequest): Attributes {
  return {
    PacketStatus: ledger.status,
    PacketSource: toKeyword(request.source),
    PacketDestination: toKeyword(request.destination),
    CurrentRouteProvider: keywordOrNull(currentProvider(ledger)),
    DeliveredBy: keywordOrNull(deliveringProvider(ledger)),
    FailedRouteProviders: orNull(failedProviders(ledger).map(toKeyword)),
    PacketFlags: orNull(flagsOf(ledger)),
    AttemptCount: ledger.attempts.length,
    ReceiptMillis: receiptMillis(ledger),
  }
}

function keywordOrNull(text: string | null): string | null {
  return text === null ? null : toKeyword(text)
}

function orNull(list: string[]): string[] | null {
  return list.length === 0 ? null : list
}

function receiptMillis(ledger: Ledger): number | null {
  const attempt = ledger.attempts.find((candidate) => candidate.number === ledger.deliveredBy)
  if (attempt?.receipt == null) return null
  return Math.max(0, attempt.receipt.receivedAt - attempt.transmittedAt)
}

/** Only what differs; an empty attribute is unset, which null means to Temporal. */
export function attributeChanges(before: Attributes | null, after: Attributes): AttributeChange[] {
  const names = Object.keys(packetAttributes) as PacketAttributeName[]
  return names.flatMap((name) => {
    if (JSON.stringify(before?.[name] ?? null) === JSON.stringify(after[name])) return []
    return [change(name, after[name])]
  })
}

function change(name: PacketAttributeName, value: Attributes[PacketAttributeName]): AttributeChange {
  switch (packetAttributes[name]) {
    case 'Keyword':
      return {
        key: defineSearchAttributeKey(name, 'KEYWORD'),
        value: typeof value === 'string' ? value : null,
      }
    case 'KeywordList':
      return {
        key: defineSearchAttributeKey(name, 'KEYWORD_LIST'),
        value: Array.isArray(value) ? value : null,
      }
    case 'Int':
      return { key: defineSearchAttributeKey(name, 'INT'), value: typeof value === 'number' ? value : null }
  }
}
