/** Why a receipt was not taken by a packet, without schemas, so that pages need not load a schema library. */

/**
 * Why a genuine receipt was kept apart. `CLOSED`: its packet had settled. `UNKNOWN_PACKET`: no such packet is stored.
 * `UNKNOWN_ATTEMPT`: the packet has no such attempt of this provider. `CONTRADICTION`: an earlier receipt had the same
 * `webhook-id` and another body.
 */
export const keptReasons = ['CLOSED', 'UNKNOWN_PACKET', 'UNKNOWN_ATTEMPT', 'CONTRADICTION'] as const
export type KeptReason = (typeof keptReasons)[number]

/** Why a receipt was refused before it was known to be genuine; in the order of the checks. */
export const refusalReasons = [
  'WRONG_ADDRESS',
  'WRONG_METHOD',
  'CROSS_ORIGIN',
  'TOO_LARGE',
  'INCOMPLETE',
  'MEDIA_TYPE',
  'NOT_UTF8',
  'NOT_JSON',
  'MALFORMED',
  'UNKNOWN_TOKEN',
  'UNSIGNED',
  'BAD_HEADERS',
  'STALE',
  'FOREIGN_KEY',
  'BAD_SIGNATURE',
] as const
export type RefusalReason = (typeof refusalReasons)[number]
