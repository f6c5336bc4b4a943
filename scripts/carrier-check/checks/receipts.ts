/** The basic checks of one packet up to its receipt, on which all others build, and the checks of repeated receipts. */
import { Problem } from '../../console/problem'
import type { Bench, Sent } from '../bench'
import { type Check, Finding, mustAccept, mustBeSigned, mustRead, mustReceive } from '../check'
import type { Arrival, Mailbox } from '../mailbox'

/**
 * The basic checks, made one after the other on the same hand-over. When the first fails, all others are meaningless: a
 * carrier that refuses everything also refuses what it should refuse.
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

const about = { group: 'Receipt', needsReceipts: true } as const

/** Two sendings of one receipt further apart than this cannot have been signed in the same second. */
const staleAfterMs = 2_000

/** Whether it is the same receipt with a signature of a later second; timestamps are whole seconds. */
function isSignedAnew(each: Arrival, first: Arrival): boolean {
  return each.webhookId === first.webhookId && each.timestamp !== first.timestamp
}

/** Waits until the same receipt is sent again. Another receipt may arrive in between. */
async function mustComeAgain(
  bench: Bench,
  box: Mailbox,
  first: Arrival,
  isWanted: (each: Arrival) => boolean,
): Promise<Arrival> {
  await box.waitFor((arrived) => arrived.some(isWanted), bench.given.timeoutMs)
  const again = box.arrived.find(isWanted)
  if (again) return again
  const later = box.arrived.slice(1)
  const stale = later.find((each) => each.webhookId === first.webhookId && each.at - first.at > staleAfterMs)
  if (stale) {
    throw new Finding(
      'It was sent again under its old webhook-timestamp; sign it anew, or it is refused after 5 minutes.',
      stale,
    )
  }
  const other = later.find((each) => each.webhookId !== first.webhookId)
  if (other) {
    throw new Finding(
      'It was sent again under another webhook-id; keep the id, so that a repeated receipt can be known.',
      other,
    )
  }
  const times = later.length === 0 ? 'It was not sent again' : 'It was given up too soon'
  throw new Finding(`${times}; after 5xx or no answer a receipt has to be sent until it is taken.`, first)
}

/** Expects the repeated receipt to have the same body and a valid signature. */
function mustBeRepeated(first: Arrival, again: Arrival, secrets: readonly string[]): void {
  if (again.body !== first.body) throw new Finding('It was sent again with another body.', again)
  if (secrets.length > 0) mustBeSigned(again, secrets)
}

/** Answers the receipts of a new hand-over with `status`; returns the repeated one, if any. */
async function sentAgain(bench: Bench, status: number): Promise<Arrival | undefined> {
  const { box, ...sent } = await bench.handOver({ box: bench.openBox(() => status) })
  mustAccept(sent)
  const first = await mustReceive(bench, box)
  await bench.wait(bench.quietMs)
  return box.arrived.slice(1).find(({ webhookId }) => webhookId === first.webhookId)
}

export const retrying: Check[] = [
  {
    ...about,
    name: 'retry-503',
    title: 'A receipt that got 503 is sent again: same webhook-id, same body, signed anew',
    run: async (bench) => {
      const box = bench.openBox(([first, ...later]) =>
        first && later.some((each) => isSignedAnew(each, first)) ? 200 : 503,
      )
      mustAccept(await bench.handOver({ box }))
      const first = await mustReceive(bench, box)
      const again = await mustComeAgain(bench, box, first, (each) => isSignedAnew(each, first))
      mustBeRepeated(first, again, bench.given.receiptSecrets)
      return `taken at try ${box.arrived.length}, after ${((again.at - first.at) / 1000).toFixed(1)} s`
    },
  },
  {
    ...about,
    name: 'retry-broken',
    title: 'A receipt whose connection broke is sent again',
    run: async (bench) => {
      const box = bench.openBox((arrived) => (arrived.length === 1 ? 'break' : 200))
      mustAccept(await bench.handOver({ box }))
      const first = await mustReceive(bench, box)
      const isRepeat = (each: Arrival) => each !== first && each.webhookId === first.webhookId
      await mustComeAgain(bench, box, first, isRepeat)
      return 'it came again'
    },
  },
  {
    ...about,
    name: 'taken-once',
    title: 'A receipt that was taken is not sent again',
    run: async (bench) => {
      const again = await sentAgain(bench, 200)
      if (again) throw new Finding('It was answered 200 and sent again.', again)
      return 'once'
    },
  },
  {
    ...about,
    name: 'refused-once',
    title: 'A receipt that was refused for good, with 400, is not sent again',
    run: async (bench) => {
      const again = await sentAgain(bench, 400)
      if (again) throw new Finding('It was answered 400 and sent again; only 429 and 5xx may pass.', again)
      return 'once'
    },
  },
]
