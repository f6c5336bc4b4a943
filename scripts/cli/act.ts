/** `npm run act`: acts on one packet by hand, as an operator does on its page. */
import { randomUUID } from 'node:crypto'
import type { ArgsDef } from 'citty'
import { z } from 'zod'
import { operatorReasonBody, packetId } from '@/lib/contract/fields'
import { actionBodies } from '@/lib/contract/packet-actions'
import { idempotencyKey } from '@/lib/contract/submission'
import { actionNames } from '@/lib/packet/action'
import { hasEnded, type Packet } from '@/lib/packet/packet'
import { checkOptions, helpFor, parseSpan, readOptions } from '../console/command-line'
import { Problem } from '../console/problem'
import { Instance, ownUrl } from './instance'
import { keyDefinition } from './options'
import { complaintAbout, exitStatusAfter } from './report'
import type { Surroundings } from './run'

const names = [...actionNames, 'cancel'] as const

const definitions = {
  reason: { type: 'string', valueHint: 'R', description: 'Why; it stays with the packet.' },
  who: { type: 'string', valueHint: 'W', description: 'Your name; it goes with the reason.' },
  attempt: {
    type: 'string',
    valueHint: 'N',
    description: 'The attempt to act on; default: the latest.',
  },
  by: { type: 'string', valueHint: '5m', description: 'extend: how much more time, 1s to 24h.' },
  provider: { type: 'string', valueHint: 'P', description: 'skip, prefer: which provider.' },
  key: keyDefinition,
  url: { type: 'string', valueHint: 'URL', description: 'The running Waybill; default: on this machine.' },
  help: { type: 'boolean', alias: 'h', description: 'Show this.' },
} as const satisfies ArgsDef

const schema = z.object({
  reason: z.string().default(''),
  who: z.string().optional(),
  attempt: z
    .string()
    .regex(/^\d{1,2}$/, 'must be the number of an attempt')
    .transform(Number)
    .optional(),
  by: z
    .string()
    .transform((text, ctx) => {
      const ms = parseSpan(text)
      if (ms !== null) return ms
      ctx.addIssue({ code: 'custom', message: 'must be a time with its unit, for example 10s, 5m or 1h' })
      return z.NEVER
    })
    .optional(),
  provider: z.string().optional(),
  key: idempotencyKey.optional(),
  url: z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).optional(),
  help: z.boolean().default(false),
})

const usage = `Name a packet and an action: npm run act -- ID ${names.join('|')} --reason R.`

const exitStatuses = 'Exit status: 0 done, 1 refused or not done, 3 outcome unknown, 130 interrupted.'

/** The exit status is one of `exitStatuses`. */
export async function act(args: string[], { env, out, err, signal }: Surroundings): Promise<number> {
  let url = ''
  try {
    const { named, rest } = split(args)
    const options = checkOptions(schema, readOptions('act', definitions, rest))
    if (options.help) {
      const text = await helpFor('act -- ID ACTION', `${usage} Acts on one packet.`, definitions, out)
      out.write(`${text}${exitStatuses}\n`)
      return 0
    }
    const { id, name } = subjectOf(named)
    url = options.url?.replace(/\/+$/, '') ?? ownUrl(env)
    const instance = new Instance(url, signal)
    const packet = await carryOut(instance, id, name, options)
    if (name === 'cancel' && !hasEnded(packet.status))
      err.write('It is noted and takes effect as soon as a worker runs.\n')
    out.write(`${JSON.stringify(packet, null, 2)}\n`)
    return 0
  } catch (error) {
    if (signal.aborted) {
      err.write('Stopped; look at the packet to see whether it took effect.\n')
      return 130
    }
    err.write(`${complaintAbout(error, url)}\n`)
    return exitStatusAfter(error)
  }
}

/** Splits the arguments into those before the first option and the rest. */
function split(args: string[]): { named: string[]; rest: string[] } {
  const first = args.findIndex((arg) => arg.startsWith('-'))
  const end = first === -1 ? args.length : first
  return { named: args.slice(0, end), rest: args.slice(end) }
}

function subjectOf([id, name, ...more]: string[]): { id: string; name: (typeof names)[number] } {
  const known = names.find((each) => each === name)
  if (id === undefined || known === undefined || more.length > 0) throw new Problem(usage)
  if (!packetId.safeParse(id).success) throw new Problem(`"${id}" is not a valid packet id.`)
  return { id, name: known }
}

type Options = z.output<typeof schema>

async function carryOut(
  instance: Instance,
  id: string,
  name: (typeof names)[number],
  { reason, who, attempt: told, by: byMs, provider, key }: Options,
): Promise<Packet> {
  if (name === 'cancel' && key !== undefined)
    throw new Problem('Canceling may be repeated as it is; leave out --key.')
  if (name === 'cancel') return instance.cancel(id, checkOptions(operatorReasonBody, { reason, who }))
  if (name === 'extend' && byMs === undefined)
    throw new Problem('Say how much more time with --by, such as --by 5m.')
  const attempt = told ?? (await instance.packet(id)).attempts.length
  const given = { reason, who, attempt, byMs, provider }
  const present = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  const body = checkOptions(actionBodies[name], present)
  return instance.act(id, name, body, key ?? randomUUID())
}
