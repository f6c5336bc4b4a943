/** Whether a packet is sent once, however often it is handed over. */
import type { ReceiptMessage } from '@/lib/contract/carrier'
import type { Arrival } from '../arrival'
import type { Bench } from '../bench'
import { type Check, Finding } from '../check'
import type { Mailbox } from '../mailbox'
import { mustAccept, mustRead, mustReceive } from '../verdict'

const about = { group: 'Hand-over', needsReceipts: true } as const

const copiesAtOnce = 5

/** One receipt, or several that plainly tell of one delivery. */
async function isSentOnce(bench: Bench, box: Mailbox): Promise<string> {
  await mustReceive(bench, box)
  await bench.wait(bench.quietMs)
  const byId = new Map<string | null, Arrival>(box.arrived.map((each) => [each.webhookId, each]))
  const distinct = [...byId.values()]
  if (distinct.length === 1) return 'one receipt'
  const told = distinct.map((each) => mustRead(each, box))
  if (told.every((each) => each.delivered === told[0]?.delivered) && haveOneReference(told)) {
    return `${distinct.length} receipts for one delivery; the others are counted as duplicates`
  }
  throw new Finding(
    `${distinct.length} different receipts came, so it was sent more than once: drop copies by webhook-id.`,
    distinct.at(-1) ?? null,
  )
}

function haveOneReference(told: ReceiptMessage[]): boolean {
  const references = new Set(told.map(({ providerReference }) => providerReference))
  return references.size === 1 && !references.has(undefined)
}

export const copies: Check[] = [
  {
    ...about,
    name: 'copy',
    title: 'A copy under the same webhook-id is answered like the first and not sent again',
    run: async (bench) => {
      const subject = bench.newSubject()
      const { box, ...first } = await bench.handOver({ subject })
      mustAccept(first)
      await mustReceive(bench, box)
      // Its token has another text, as after a worker was lost.
      mustAccept(await bench.handOver({ subject, box }))
      return isSentOnce(bench, box)
    },
  },
  {
    ...about,
    name: 'copies-at-once',
    title: 'Copies that come at the same moment are sent once',
    run: async (bench) => {
      const subject = bench.newSubject()
      const box = bench.openBox()
      const sent = Array.from({ length: copiesAtOnce }, () => bench.handOver({ subject, box, atOnce: true }))
      for (const each of await Promise.all(sent)) mustAccept(each)
      return isSentOnce(bench, box)
    },
  },
  {
    ...about,
    name: 'next-attempt',
    title: 'Another attempt of the same packet is sent too',
    run: async (bench) => {
      const subject = bench.newSubject()
      mustAccept(await bench.handOver({ subject }))
      const second = await bench.handOver({ subject, attempt: 2 })
      mustAccept(second)
      await mustReceive(bench, second.box)
      return 'a receipt of its own'
    },
  },
]
