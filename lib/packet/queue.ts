/** What the packets of one ordering key wait for, and the words for it. */
export const queueWaits = ['packet', 'hold', 'failure', 'batch', 'turn'] as const

/**
 * What the first packet of a queue waits for. `packet`: another one with the same key is under way. `hold`: an operator
 * holds the queue. `failure`: a packet with `holdOnFailure` was not delivered. `batch`: its batch does not run.
 * `turn`: only for a worker.
 */
export type QueueWait = (typeof queueWaits)[number]

/** What may block the queue; null for what does not. */
export interface QueueFacts {
  /** The packet that is under way. */
  underWay: string | null
  /** The operator's words. */
  hold: { reason: string } | null
  /** The packet that holds the queue because it was not delivered. */
  failed: { packetId: string } | null
  /** The batch of the first packet, if that batch does not run. */
  idleBatch: string | null
}

export interface QueueWaiting {
  waitsFor: QueueWait
  /** The packet that is waited for, or that failed. */
  packetId: string | null
  /** One sentence. */
  detail: string
}

/** Holds that an operator must release come first. */
export function waitingOf({ underWay, hold, failed, idleBatch }: QueueFacts): QueueWaiting {
  if (hold !== null)
    return { waitsFor: 'hold', packetId: null, detail: `An operator holds the queue: ${hold.reason}` }
  if (failed !== null) {
    const detail = `Packet ${failed.packetId} was not delivered and holds the queue until it is released.`
    return { waitsFor: 'failure', packetId: failed.packetId, detail }
  }
  if (underWay !== null)
    return { waitsFor: 'packet', packetId: underWay, detail: `Packet ${underWay} is under way.` }
  if (idleBatch !== null)
    return {
      waitsFor: 'batch',
      packetId: null,
      detail: `The batch ${idleBatch} of the first packet is not running.`,
    }
  return { waitsFor: 'turn', packetId: null, detail: 'The first packet begins as soon as a worker takes it.' }
}
