/** What is filtered by of packets. */
export const packetAttributes = {
  PacketStatus: 'Keyword',
  PacketSource: 'Keyword',
  PacketDestination: 'Keyword',
  CurrentRouteProvider: 'Keyword',
  DeliveredBy: 'Keyword',
  FailedRouteProviders: 'KeywordList',
  PacketFlags: 'KeywordList',
  AttemptCount: 'Int',
  ReceiptMillis: 'Int',
} as const

export type PacketAttributeName = keyof typeof packetAttributes

/** Custom search attributes. SQL visibility has room for 10 keywords and 3 of every other type. */
export const searchAttributes = {
  ...packetAttributes,
  /** Of kept receipts, whose provider stands in `CurrentRouteProvider`. */
  ReceiptReason: 'Keyword',
  ReceiptPacket: 'Keyword',
} as const

export type SearchAttributeName = keyof typeof searchAttributes

/** Uniqueness of ids, and everything that can be looked up, holds this long after a packet's end. */
export const retentionDays = 30

/**
 * SQL visibility cannot match these characters, since it doubles or strips them. Their stand-ins are private-use
 * characters, which no address may have.
 */
const standIns: Readonly<Record<string, string>> = { '"': '\uE022', "'": '\uE027', '\\': '\uE05C' }
const originals = Object.fromEntries(
  Object.entries(standIns).map(([original, standIn]) => [standIn, original]),
)

/** A text as it stands in a keyword attribute; prefixes stay prefixes. */
export function toKeyword(text: string): string {
  return text.replace(/["'\\]/g, (character) => standIns[character] ?? character)
}

export function fromKeyword(keyword: string): string {
  return keyword.replace(/[\uE022\uE027\uE05C]/g, (character) => originals[character] ?? character)
}
