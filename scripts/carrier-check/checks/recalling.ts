/** Checks that a recall is answered, and that the carrier keeps the promise in its answer. */
import { recallAnswer } from '@/lib/contract/carrier'
import type { Answer, Bench, Given } from '../bench'
import { type Check, Finding, mustAccept, mustReceive, mustRefuse, saidBy } from '../check'

const about = {
  group: 'Recall',
  needsReceipts: true,
  unless: ({ recall }: Given) => (recall ? null : 'say with --recall that it is offered'),
} as const

/** Whether the carrier promises to have stopped the packet. */
function mustAnswer(answer: Answer): boolean {
  if (answer.kind === 'answered' && answer.status === 200) {
    const parsed = recallAnswer.safeParse(jsonOf(answer.text))
    if (parsed.success) return parsed.data.recalled
  }
  throw new Finding(`Wanted is 200 and {"recalled": true} or {"recalled": false}, but ${saidBy(answer)}.`)
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

async function recallAtOnce(bench: Bench) {
  const subject = bench.newSubject()
  const { box, ...sent } = await bench.handOver({ subject })
  mustAccept(sent)
  return { subject, box, recalled: mustAnswer(await bench.recall(subject)) }
}

export const recalling: Check[] = [
  {
    ...about,
    name: 'recall',
    title: 'A recall is answered, and what it promises holds',
    run: async (bench) => {
      const { box, recalled } = await recallAtOnce(bench)
      if (!recalled) {
        await mustReceive(bench, box)
        return 'not recalled, and its receipt came'
      }
      await bench.wait(bench.quietMs)
      const [first] = box.arrived
      if (first) throw new Finding('It promised to stop the packet, and sent a receipt for it.', first)
      return 'recalled, and no receipt came'
    },
  },
  {
    ...about,
    name: 'recall-again',
    title: 'A repeated recall gets the same answer',
    run: async (bench) => {
      const { subject, recalled } = await recallAtOnce(bench)
      const again = mustAnswer(await bench.recall(subject))
      if (again === recalled) return `recalled: ${recalled}, both times`
      throw new Finding(`It answered "recalled": ${recalled} first and ${again} when asked again.`)
    },
  },
  {
    ...about,
    name: 'recall-unsigned',
    title: 'A recall without a signature is refused',
    run: async (bench) => {
      const subject = bench.newSubject()
      mustAccept(await bench.handOver({ subject }))
      const answer = await bench.recall(subject, {
        spoil: ({ url, body, headers: { 'webhook-signature': _, ...headers } }) => ({ url, body, headers }),
      })
      return mustRefuse({ answer }, 'anyone could stop packets')
    },
  },
]
