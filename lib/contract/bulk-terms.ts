/** The words of bulk actions, without schemas, so that pages can use them without loading a schema library. */

/** What can be done with many packets at once. */
export const bulkKinds = ['cancel', 'send-again'] as const
export type BulkKind = (typeof bulkKinds)[number]

/** Written within the time that a statement has, also by a busy database. */
export const maxBulkPackets = 20_000
/** Packets that an action does not apply to are counted so far. */
export const mostLeftOut = 1_000
/** Packets that a request can name one by one. */
export const maxBulkIds = 1_000

export const bulkRateRange = { min: 1, max: 1_000 } as const

/**
 * `RUNNING`, `PAUSED`: its packets get their turns, or wait. `STOPPED`: no further packet gets its turn. `COMPLETED`: every
 * packet has had its turn; what was asked of workflows may still get its result.
 */
export const bulkStates = ['RUNNING', 'PAUSED', 'STOPPED', 'COMPLETED'] as const
export type BulkState = (typeof bulkStates)[number]

/** No packet gets its turn any more, unless what failed is tried again. */
export function isBulkOver(state: BulkState): boolean {
  return state === 'STOPPED' || state === 'COMPLETED'
}

/**
 * What became of one packet. `WAITING`: its turn has not come. `ASKED`: its workflow was told and has not done it yet.
 * `REFUSED`: it could not be done with this packet any more. `FAILED`: an error of ours; it can be tried again. `LEFT`: the
 * bulk action was stopped before its turn.
 */
export const bulkResults = ['WAITING', 'ASKED', 'DONE', 'REFUSED', 'FAILED', 'LEFT'] as const
export type BulkResult = (typeof bulkResults)[number]

/**
 * Why nothing was done with a packet. `REPEATED`: it was sent again before. `INTERNAL`: an error of ours. The others say the
 * same as of one packet.
 */
export const bulkItemCodes = [
  'PACKET_ENDED',
  'PACKET_IN_FLIGHT',
  'PACKET_NOT_FOUND',
  'PACKET_EXISTS',
  'MAY_BE_DELIVERED',
  'REPEATED',
  'CONTENTS_ERASED',
  'INTERNAL',
] as const
export type BulkItemCode = (typeof bulkItemCodes)[number]
