/** The limits of a packet's fields, each stated once; schemas and workflow both check them. */

export const maxAddressBytes = 200
export const maxProviderBytes = 64
export const maxContentsBytes = 256 * 1024

export interface Range {
  readonly min: number
  readonly max: number
}

/** The most providers that are tried for one packet. */
export const attemptRange: Range = { min: 1, max: 10 }
export const defaultMaxAttempts = 4

/** Milliseconds that a provider has for its receipt. */
export const receiptTimeoutRange: Range = { min: 1_000, max: 86_400_000 }
export const defaultReceiptTimeoutMs = 10_000

export const priorityRange: Range = { min: 1, max: 5 }
export const defaultPriority = 3
export const maxOrderingKeyBytes = 128
export const maxFairnessKeyBytes = 200

/** Milliseconds from its submission within which a packet may expire. */
export const expiryRange: Range = { min: 1, max: 30 * 86_400_000 }

export const packetIdShape = /^[A-Za-z0-9._~-]{1,128}$/

/** Whether a text can be a packet's id: URL-safe, and neither "." nor "..", which URL normalization removes. */
export function isPacketId(text: string): boolean {
  return packetIdShape.test(text) && text !== '.' && text !== '..'
}

const encoder = new TextEncoder()

/** Size in UTF-8, which is what Temporal and Postgres count. */
export function byteLength(text: string): number {
  return encoder.encode(text).length
}

const base64Shape = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/** Whether a text is padded base64 of the standard alphabet. */
export function isBase64(text: string): boolean {
  return base64Shape.test(text)
}

/** The number of bytes that a padded base64 text encodes. */
export function base64Bytes(text: string): number {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  return (text.length / 4) * 3 - padding
}

export function isWithin(value: number, { min, max }: Range): boolean {
  return Number.isInteger(value) && value >= min && value <= max
}
