/** Whether what Waybill sends is taken. */
import { maxContentsBytes } from '@/lib/packet/bounds'
import { type Check, Finding } from '../check'
import { mustAccept, saidBy } from '../verdict'

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
