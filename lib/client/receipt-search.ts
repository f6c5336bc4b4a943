/** The filters of the receipts page as they stand in its address; server and browser read them alike. */
import { createLoader, type inferParserType, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import type { KeptReceiptFilter } from '@/lib/contract/kept-receipt'
import { keptReasons } from '@/lib/contract/receipt-reasons'

export const receiptSearch = {
  provider: parseAsString,
  reason: parseAsStringLiteral(keptReasons),
  packet: parseAsString,
}

export type ReceiptSearch = inferParserType<typeof receiptSearch>

export const loadReceiptSearch = createLoader(receiptSearch)

/** Only what is given: an absent and an empty field both filter nothing. */
export function toReceiptFilter({ provider, reason, packet }: ReceiptSearch): KeptReceiptFilter {
  return { ...(provider && { provider }), ...(reason && { reason }), ...(packet && { packet }) }
}
