import 'server-only'

/** Where the next page begins; null at the end, which Temporal tells by a token without a byte. */
export function nextPage(token: Uint8Array | null | undefined): Uint8Array | null {
  return token?.length ? token : null
}
