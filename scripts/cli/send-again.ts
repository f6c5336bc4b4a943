/** `npm run send-again`: sends a packet again, as a new one, as it was or with other values. */
import type { ArgsDef } from 'citty'
import { z } from 'zod'
import { type SendingAgain, sendingAgain } from '@/lib/contract/send-again'
import { checkOptions, helpFor, readOptions } from '../console/command-line'
import { Problem } from '../console/problem'
import { deliveryOf, faultOf } from './options'
import { explained, follow, type Surroundings } from './run'

const definitions = {
  reason: { type: 'string', valueHint: 'R', description: 'Why; kept in the audit.' },
  who: { type: 'string', valueHint: 'NAME', description: 'Who does it; kept in the audit.' },
  'even-if-delivered': { type: 'boolean', description: 'Also where it may arrive twice.' },
  source: { type: 'string', valueHint: 'S', description: 'Where it comes from.' },
  destination: { type: 'string', valueHint: 'D', description: 'Where it goes.' },
  text: { type: 'string', valueHint: 'T', description: 'Its contents as text.' },
  id: { type: 'string', valueHint: 'ID', description: 'Of the new packet; made up unless told.' },
  'deliver-at': { type: 'string', valueHint: 'TIME', description: 'Deliver it then; at once unless told.' },
  'time-zone': {
    type: 'string',
    valueHint: 'ZONE',
    description: "Of a time in words; this machine's unless told.",
  },
  wait: { type: 'boolean', description: 'Wait until the status is final.' },
  url: { type: 'string', valueHint: 'URL', description: 'The running Waybill; on this machine unless told.' },
  help: { type: 'boolean', alias: 'h', description: 'Show this.' },
} as const satisfies ArgsDef

const text = z.string().optional()

const schema = z.object({
  reason: text,
  who: text,
  'even-if-delivered': z.boolean().default(false),
  source: text,
  destination: text,
  text,
  id: text,
  'deliver-at': text,
  'time-zone': text,
  wait: z.boolean().default(false),
  url: z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).optional(),
  help: z.boolean().default(false),
})

/** The exit status is the same as that of `npm run submit`. */
export function run(args: string[], surroundings: Surroundings): Promise<number> {
  return explained(surroundings, async (open) => {
    const { id, rest } = splitAtId(args)
    const options = checkOptions(schema, readOptions('send-again', definitions, rest))
    if (options.help) {
      const about = 'Send the packet ID again, as a new one. What is left out is as it was'
      surroundings.out.write(await helpFor('send-again -- ID', about, definitions, surroundings.out))
      return 0
    }
    if (id === null) throw new Problem('Name the packet first: npm run send-again -- ID --reason R')
    const asked = askedFor(options)
    const instance = open(options.url)
    return follow(await instance.sendAgain(id, asked), options.wait, instance, surroundings)
  })
}

function splitAtId(args: string[]): { id: string | null; rest: string[] } {
  const [id, ...rest] = args
  return id === undefined || id.startsWith('-') ? { id: null, rest: args } : { id, rest }
}

function askedFor(options: z.output<typeof schema>): SendingAgain {
  const { reason = '', who, source, destination, text, id } = options
  const evenIfDelivered = options['even-if-delivered']
  const given = { reason, who, source, destination, text, id, evenIfDelivered, ...deliveryOf(options) }
  const parsed = sendingAgain.safeParse(given)
  if (parsed.success) return parsed.data
  throw faultOf(parsed.error)
}
