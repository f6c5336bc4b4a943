/** Checks that the carrier accepts what Waybill sends, refuses anything else, and sends each packet once. */
import { randomBytes } from 'node:crypto'
import type { ReceiptMessage } from '@/lib/contract/carrier'
import { maxContentsBytes } from '@/lib/packet/bounds'
import type { Bench, HandOverDraft } from '../bench'
import {
  type Check,
  Finding,
  mustAccept,
  mustRead,
  mustReceive,
  mustRefuse,
  mustStaySilent,
  saidBy,
} from '../check'
import type { Arrival, Mailbox } from '../mailbox'

const about = { group: 'Hand-over', needsReceipts: false } as const

const minuteMs = 60_000

export const taking: Check[] = [
  {
    ...about,
    name: 'answer-ends',
    title: 'Its answer comes to an end',
    run: async (bench) => {
      const { answer } = await bench.handOver()
      mustAccept({ answer })
      if (answer.kind === 'answered' && !answer.isWhole) {
        throw new Finding(
          `${saidBy(answer)}, and the body did not end; Waybill goes by the status, and cuts the connection.`,
        )
      }
      const interim = answer.kind === 'answered' ? answer.interim : []
      if (interim.length === 0) return 'in full'
      return `in full, after ${interim.join(', ')}, which was not asked for and is passed over`
    },
  },
  {
    ...about,
    name: 'second-secret',
    title: 'A hand-over signed with the second secret is accepted',
    unless: ({ secondSecret }) =>
      secondSecret === null ? 'name the second secret with --second-secret-env' : null,
    run: async (bench) =>
      mustAccept(await bench.handOver({ secret: bench.given.secondSecret ?? bench.given.handOverSecret })),
  },
  {
    ...about,
    name: 'clocks',
    title: 'Clocks may differ by four minutes',
    run: async (bench) => {
      const signed = (minutes: number) => new Date(Date.now() + minutes * minuteMs)
      const [past, future] = await Promise.all([
        bench.handOver({ at: signed(-4) }),
        bench.handOver({ at: signed(4) }),
      ])
      mustAccept(past)
      return mustAccept(future)
    },
  },
  {
    ...about,
    name: 'unknown-field',
    title: 'A field that it does not know is passed over',
    run: async (bench) =>
      mustAccept(await bench.handOver({ say: (message) => ({ ...message, addedLater: { by: 'Waybill' } }) })),
  },
  {
    ...about,
    name: 'largest',
    title: 'The largest packet there can be, 256 KiB, is accepted or refused',
    run: async (bench) => {
      const { answer } = await bench.handOver({ contents: Buffer.alloc(maxContentsBytes, 'waybill ') })
      const settled = answer.kind === 'answered' && answer.status >= 200 && answer.status < 500
      if (settled) return `${answer.status} in ${answer.ms} ms`
      throw new Finding(`Wanted is 2xx or 4xx, but ${saidBy(answer)}; Waybill would try the same again.`)
    },
  },
]

const unsigned = 'anyone could have packets sent'
const replayed = 'a recorded hand-over could be sent again later'
const oversizedBytes = 2 * 1024 * 1024

/** Expects a refusal, and that no receipt follows. */
async function isRefused(bench: Bench, draft: HandOverDraft, consequence: string): Promise<string> {
  const sent = await bench.handOver(draft)
  const remark = mustRefuse(sent, consequence)
  await mustStaySilent(bench, sent.box)
  return remark
}

function ago(minutes: number): Date {
  return new Date(Date.now() - minutes * minuteMs)
}

export const refusing: Check[] = [
  {
    ...about,
    name: 'unsigned',
    title: 'A hand-over without a signature is refused',
    run: (bench) =>
      isRefused(
        bench,
        {
          spoil: ({ url, body, headers: { 'webhook-signature': _, ...headers } }) => ({ url, body, headers }),
        },
        unsigned,
      ),
  },
  {
    ...about,
    name: 'foreign-secret',
    title: 'A hand-over signed with another secret is refused',
    run: (bench) => isRefused(bench, { secret: `whsec_${randomBytes(32).toString('base64')}` }, unsigned),
  },
  {
    ...about,
    name: 'altered-body',
    title: 'A hand-over whose body was altered is refused',
    run: (bench) =>
      isRefused(
        bench,
        { spoil: (request) => ({ ...request, body: request.body.replace('{', '{ ') }) },
        'the body could be changed on its way; the signature is of its bytes',
      ),
  },
  {
    ...about,
    name: 'altered-id',
    title: 'A hand-over under another webhook-id is refused',
    run: (bench) =>
      isRefused(
        bench,
        { spoil: (request) => ({ ...request, headers: { ...request.headers, 'webhook-id': 'another' } }) },
        'a recorded hand-over could be sent again as a new one',
      ),
  },
  {
    ...about,
    name: 'stale',
    title: 'A hand-over signed six minutes ago is refused',
    run: (bench) => isRefused(bench, { at: ago(6) }, replayed),
  },
  {
    ...about,
    name: 'future',
    title: 'A hand-over signed six minutes ahead is refused',
    run: (bench) => isRefused(bench, { at: ago(-6) }, replayed),
  },
  {
    ...about,
    name: 'no-json',
    title: 'A signed body that is not JSON is refused',
    run: (bench) => isRefused(bench, { body: '{"packetId":' }, 'it cannot know what to send'),
  },
  {
    ...about,
    name: 'no-token',
    title: 'A hand-over without its token is refused',
    run: (bench) =>
      isRefused(
        bench,
        { say: ({ token: _, ...rest }) => rest },
        'without the token no receipt can be sent for it',
      ),
  },
  {
    ...about,
    name: 'oversized',
    title: 'A body of 2 MiB is refused',
    run: async (bench) => {
      const { answer, box } = await bench.handOver({ contents: Buffer.alloc(oversizedBytes * 0.75) })
      // The carrier may close the connection before it has read the whole body.
      if (answer.kind === 'unanswered' && !answer.neverConnected && !answer.timedOut) {
        return 'it hung up'
      }
      const remark = mustRefuse({ answer }, 'a sender with the secret could fill its memory')
      await mustStaySilent(bench, box)
      return remark
    },
  },
]

const aboutCopies = { group: 'Hand-over', needsReceipts: true } as const

const copiesAtOnce = 5

/** Expects one receipt, or several that plainly report one delivery. */
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
    ...aboutCopies,
    name: 'copy',
    title: 'A copy under the same webhook-id is answered like the first and not sent again',
    run: async (bench) => {
      const subject = bench.newSubject()
      const { box, ...first } = await bench.handOver({ subject })
      mustAccept(first)
      await mustReceive(bench, box)
      // The copy's token is sealed anew, as it is after a worker was lost.
      mustAccept(await bench.handOver({ subject, box }))
      return isSentOnce(bench, box)
    },
  },
  {
    ...aboutCopies,
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
    ...aboutCopies,
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
