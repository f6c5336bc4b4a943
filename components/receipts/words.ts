/** What the reasons mean to somebody who sees them for the first time. */
import { counted } from '@/components/ui/numbers'
import type { ReceiptTally } from '@/lib/contract/kept-receipt'
import { mostCounted } from '@/lib/contract/paging'
import type { KeptReason, RefusalReason } from '@/lib/contract/receipt-reasons'

export const keptMeanings: Record<KeptReason, string> = {
  CLOSED: 'Its packet had ended and settled before.',
  UNKNOWN_PACKET: 'No such packet is stored, or it was erased.',
  UNKNOWN_ATTEMPT: 'The packet has no such attempt of this provider.',
  CONTRADICTION: 'Its webhook-id came before with another body, so it was refused with 409.',
}

export const refusalWords: Record<RefusalReason, string> = {
  WRONG_ADDRESS: 'Sent to a wrong address',
  WRONG_METHOD: 'Sent by another method than POST',
  CROSS_ORIGIN: 'Sent by a browser from another site',
  TOO_LARGE: 'Body over 64 KiB',
  INCOMPLETE: 'Body broke off or was too slow',
  MEDIA_TYPE: 'Not JSON by its header',
  NOT_UTF8: 'Not UTF-8',
  NOT_JSON: 'Not JSON',
  MALFORMED: 'Another shape than a receipt',
  UNKNOWN_TOKEN: 'Token not sealed here',
  UNSIGNED: 'Signature headers missing',
  BAD_HEADERS: 'Signature headers that cannot be read',
  STALE: 'Timestamp over 5 minutes off',
  FOREIGN_KEY: "Signed with another provider's key",
  BAD_SIGNATURE: 'Bad signature',
}

export const answerWords: Record<ReceiptTally['answers'][number]['result'], string> = {
  recorded: 'Recorded',
  late: 'Recorded late',
  duplicate: 'Said nothing new',
  kept: 'Kept apart',
  contradiction: 'Contradicted, refused',
}

export function receiptsInWords(total: number): string {
  return counted(total, 'receipt', 'receipts', mostCounted)
}
