/** What `npm run submit` may be told, and how it is read. */
import { type ArgsDef, defineCommand, parseArgs, renderUsage } from 'citty'
import { z } from 'zod'
import { attemptLimit } from '@/lib/contract/fields'
import { Problem } from '../console/problem'
import { refuseStrangers } from '../console/strict-args'
import { parseSpan } from './span'

const definitions = {
  source: { type: 'string', valueHint: 'S', default: '+017771110000', description: 'Where it comes from.' },
  destination: { type: 'string', valueHint: 'D', default: '+016660002222', description: 'Where it goes.' },
  text: { type: 'string', valueHint: 'T', description: 'Its contents as text; "Hello" unless told.' },
  file: {
    type: 'string',
    valueHint: 'F',
    description: 'A file with its contents, at most 256 KiB; - is the standard input.',
  },
  id: { type: 'string', valueHint: 'ID', description: 'Its id; one is made up unless told.' },
  'max-attempts': { type: 'string', valueHint: 'N', description: 'Providers tried at most, 1 to 10.' },
  'receipt-timeout': {
    type: 'string',
    valueHint: '10s',
    description: 'Time a provider has for its receipt.',
  },
  'expires-in': { type: 'string', valueHint: '5m', description: 'Try no further provider after this time.' },
  'expires-at': {
    type: 'string',
    valueHint: 'TIME',
    description: 'The same as a time: 2030-01-31T12:00:00Z.',
  },
  wait: { type: 'boolean', description: 'Wait until the status is final.' },
  count: { type: 'string', valueHint: 'N', description: 'Submit so many packets.' },
  cancel: { type: 'string', valueHint: 'ID', description: 'Cancel this packet instead of submitting one.' },
  reason: { type: 'string', valueHint: 'R', description: 'Why it is canceled.' },
  url: { type: 'string', valueHint: 'URL', description: 'The running Waybill; on this machine unless told.' },
  help: { type: 'boolean', alias: 'h', description: 'Show this.' },
} as const satisfies ArgsDef

const maxCount = 100_000

function wholeNumber(least: number, most: number) {
  const problem = `must be a whole number from ${least} to ${most.toLocaleString('en')}`
  return z
    .string()
    .regex(/^\d{1,9}$/, problem)
    .transform(Number)
    .refine((value) => value >= least && value <= most, problem)
}

const span = z.string().transform((text, ctx) => {
  const ms = parseSpan(text)
  if (ms !== null) return ms
  ctx.addIssue({ code: 'custom', message: 'must be a time with its unit, for example 500ms, 10s, 5m or 1h' })
  return z.NEVER
})

const schema = z.object({
  source: z.string(),
  destination: z.string(),
  text: z.string().optional(),
  file: z.string().min(1, 'needs the path of a file').optional(),
  id: z.string().optional(),
  'max-attempts': wholeNumber(1, attemptLimit.maxValue ?? 10).optional(),
  'receipt-timeout': span.optional(),
  'expires-in': span.optional(),
  'expires-at': z.string().optional(),
  wait: z.boolean().default(false),
  count: wholeNumber(1, maxCount).optional(),
  cancel: z.string().min(1, 'needs the id of a packet').optional(),
  reason: z.string().optional(),
  url: z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).optional(),
  help: z.boolean().default(false),
})

export type Options = z.output<typeof schema>

/** @throws Problem that names the option at fault */
export function readOptions(args: string[]): Options {
  refuseStrangers(args, definitions, '"npm run submit -- --help" lists what there is.')
  const parsed = schema.safeParse({ ...parseArgs(args, definitions) })
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new Problem(`--${String(issue?.path[0] ?? '')} ${issue?.message ?? 'is not valid'}.`)
}

/** The help text, for terminals with colors. */
export function usage(): Promise<string> {
  const meta = { name: 'npm run submit --', description: 'Submit a packet to a running Waybill' }
  return renderUsage(defineCommand({ meta, args: definitions }))
}
