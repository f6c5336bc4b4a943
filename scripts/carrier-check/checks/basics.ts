/** The way of one packet, which everything else builds on. */
import { Problem } from '../../console/problem'
import type { Sent } from '../bench'
import { type Check, Finding } from '../check'
import { mustAccept, mustBeSigned, mustRead, mustReceive } from '../verdict'

/**
 * Made one after the other on one and the same hand-over. Without the first, nothing else says anything: a carrier
 * that refuses everything also refuses what it should.
 */
export function basics(): { accepts: Check; receipt: Check; signed: Check } {
  let sent: Sent | null = null
  const theHandOver = (): Sent => {
    if (sent === null) throw new Finding('There is no hand-over.')
    return sent
  }
  const accepts: Check = {
    group: 'Hand-over',
    name: 'accepts',
    title: 'A signed hand-over is accepted in time',
    needsReceipts: false,
    run: async (bench) => {
      sent = await bench.handOver()
      const { answer } = sent
      if (answer.kind === 'unanswered' && answer.neverConnected) {
        const { url } = bench.given
        throw new Problem(
          `Nothing answers at ${url} (${answer.reason}). Start the carrier, or correct --url.`,
        )
      }
      return mustAccept(sent)
    },
  }
  const receipt: Check = {
    group: 'Receipt',
    name: 'receipt',
    title: 'Its receipt comes in time, in shape, with the token as it was',
    needsReceipts: false,
    run: async (bench) => {
      const { box } = theHandOver()
      const { delivered } = mustRead(await mustReceive(bench, box), box)
      return delivered ? 'delivered' : 'not delivered'
    },
  }
  const signed: Check = {
    group: 'Receipt',
    name: 'signed',
    title: 'Its receipt is signed with the receipt secret, just now',
    needsReceipts: true,
    unless: ({ receiptSecrets }) =>
      receiptSecrets.length === 0 ? 'name the receipt secret with --receipt-secret-env' : null,
    run: async (bench) => {
      const first = await mustReceive(bench, theHandOver().box)
      mustBeSigned(first, bench.given.receiptSecrets)
      return `${Math.abs(Math.round(first.at / 1000) - Number(first.timestamp))} s between the clocks`
    },
  }
  return { accepts, receipt, signed }
}
