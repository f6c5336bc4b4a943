/** Whether what Waybill did not send, or did not send so, is refused. */
import { randomBytes } from 'node:crypto'
import type { Bench, HandOverDraft } from '../bench'
import type { Check } from '../check'
import { mustRefuse, mustStaySilent } from '../verdict'

const about = { group: 'Hand-over', needsReceipts: false } as const

const anybody = 'anybody could have packets sent'
const replayed = 'whoever recorded a hand-over could send it again later'
const minuteMs = 60_000
const oversizedBytes = 2 * 1024 * 1024

/** Refused, and nothing comes of it. */
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
        anybody,
      ),
  },
  {
    ...about,
    name: 'foreign-secret',
    title: 'A hand-over signed with another secret is refused',
    run: (bench) => isRefused(bench, { secret: `whsec_${randomBytes(32).toString('base64')}` }, anybody),
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
      // It may hang up before it has heard everything.
      if (answer.kind === 'unanswered' && !answer.neverConnected && !answer.timedOut) {
        return 'it hung up'
      }
      const remark = mustRefuse({ answer }, 'whoever has the secret could fill its memory')
      await mustStaySilent(bench, box)
      return remark
    },
  },
]
