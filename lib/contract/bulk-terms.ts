/** The words of bulk actions, without schemas, so that pages can use them without loading a schema library. */

/** What can be done with many packets at once. */
export const bulkKinds = ['cancel', 'send-again'] as const
export type BulkKind = (typeof bulkKinds)[number]

/** The most packets of one bulk action. Even a busy database writes this many within the statement time-out. */
export const maxBulkPackets = 20_000
/** The most packets that are counted among those that an action does not apply to. */
export const mostLeftOut = 1_000
/** The most packets that a request can name one by one. */
export const maxBulkIds = 1_000

export const bulkRateRange = { min: 1, max: 1_000 } as const

/**
 * `RUNNING`, `PAUSED`: its packets get their turns, or wait. `STOPPED`: no further packet gets its turn. `COMPLETED`:
 * every packet has had its turn, but the results of packets in `ASKED` may still come.
 */
export const bulkStates = ['RUNNING', 'PAUSED', 'STOPPED', 'COMPLETED'] as const
export type BulkState = (typeof bulkStates)[number]

/** Whether no packet gets its turn any more, unless failed ones are tried again. */
export function isBulkOver(state: BulkState): boolean {
  return state === 'STOPPED' || state === 'COMPLETED'
}

/**
 * What became of one packet. `WAITING`: its turn has not come. `ASKED`: its workflow was told but has not acted yet.
 * `REFUSED`: the action no longer applies to this packet. `FAILED`: an error of ours; it can be tried again. `LEFT`:
 * the bulk action was stopped before the packet's turn.
 */
export const bulkResults = ['WAITING', 'ASKED', 'DONE', 'REFUSED', 'FAILED', 'LEFT'] as const
export type BulkResult = (typeof bulkResults)[number]

/**
 * Why nothing was done with a packet. `REPEATED`: it was sent again before. `INTERNAL`: an error of ours. The others
 * have the same meaning as for an action on a single packet.
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
