/** The options of `npm run carrier:check`, and how they are read. */
import type { ArgsDef } from 'citty'
import { z } from 'zod'
import { parseSecrets, SecretError } from '@/lib/carrier/signature'
import { address } from '@/lib/contract/fields'
import { carrierAddress } from '@/lib/contract/provider-config'
import { checkOptions, helpFor, parseSpan, readOptions } from '../console/command-line'
import { Problem } from '../console/problem'
import type { Given } from './bench'
import type { CallbackPlace } from './callback-server'
import { checkNames } from './run-checks'

const definitions = {
  url: { type: 'string', valueHint: 'URL', description: 'Where the carrier takes hand-overs.' },
  'secret-env': { type: 'string', valueHint: 'NAME', description: 'Variable with the hand-over secret.' },
  'second-secret-env': {
    type: 'string',
    valueHint: 'NAME',
    description: 'Variable with a second one that it accepts while rotating.',
  },
  'receipt-secret-env': {
    type: 'string',
    valueHint: 'NAME',
    description: 'Variable with the secret that receipts are signed with.',
  },
  'env-file': { type: 'string', valueHint: 'FILE', description: 'A file that these variables are in.' },
  recall: { type: 'boolean', description: 'It offers recall; check that too.' },
  timeout: { type: 'string', valueHint: '10s', default: '10s', description: 'Time for its receipt.' },
  source: {
    type: 'string',
    valueHint: 'S',
    default: '+017771110000',
    description: 'Where packets come from.',
  },
  destination: {
    type: 'string',
    valueHint: 'D',
    default: '+016660002222',
    description: 'Where packets go: an address that it may really deliver to.',
  },
  'callback-host': {
    type: 'string',
    valueHint: 'HOST',
    default: '127.0.0.1',
    description: 'Address to take receipts on.',
  },
  'callback-port': { type: 'string', valueHint: 'PORT', default: '0', description: 'Port; 0 is any.' },
  'callback-url': {
    type: 'string',
    valueHint: 'URL',
    description: 'How the carrier reaches that, such as the address of a tunnel.',
  },
  only: { type: 'string', valueHint: 'NAMES', description: 'Only these checks, separated by commas.' },
  json: { type: 'boolean', description: 'Print one JSON object.' },
  help: { type: 'boolean', alias: 'h', description: 'Show this.' },
} as const satisfies ArgsDef

const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).max(2048)

const leastTimeoutMs = 1_000
const mostTimeoutMs = 600_000
const quietMs = 1_500

const timeout = z.string().transform((text, ctx) => {
  const ms = parseSpan(text)
  if (ms !== null && ms >= leastTimeoutMs && ms <= mostTimeoutMs) return ms
  ctx.addIssue({ code: 'custom', message: 'must be a time from 1s to 10m' })
  return z.NEVER
})

const names = z.string().transform((text, ctx) => {
  const wanted = text.split(',').map((each) => each.trim())
  const stranger = wanted.find((each) => !checkNames().includes(each))
  if (stranger === undefined) return wanted
  ctx.addIssue({ code: 'custom', message: `knows no "${stranger}"; there are ${checkNames().join(', ')}` })
  return z.NEVER
})

const schema = z.object({
  url: httpUrl.pipe(carrierAddress),
  'secret-env': z.string({ error: 'names the variable with the hand-over secret, and is needed' }),
  'second-secret-env': z.string().optional(),
  'receipt-secret-env': z.string().optional(),
  'env-file': z.string().optional(),
  recall: z.boolean().default(false),
  timeout,
  source: address,
  destination: address,
  'callback-host': z.string().regex(/^[A-Za-z0-9.:-]{1,255}$/, 'must be a host name or an IP address'),
  'callback-port': z
    .string()
    .regex(/^\d{1,5}$/, 'must be a port')
    .transform(Number)
    .refine((port) => port <= 65_535, 'must be a port'),
  'callback-url': httpUrl.optional(),
  only: names.optional(),
  json: z.boolean().default(false),
})

type Environment = Readonly<Record<string, string | undefined>>

type Options = z.output<typeof schema>

interface Wish {
  given: Given
  place: CallbackPlace
  only: string[] | null
  json: boolean
}

/** What to do; 'help' when help was asked for. @throws Problem that names the wrong option */
export function readWish(args: string[], readEnv: (file: string | null) => Environment): Wish | 'help' {
  const values = readOptions('carrier:check', definitions, args)
  if (values.help === true) return 'help'
  const options = checkOptions(schema, values)
  return wishOf(options, readEnv(options['env-file'] ?? null))
}

function wishOf(options: Options, env: Environment): Wish {
  const [handOverSecret = '', other = null] = secretsIn(options['secret-env'], env)
  const [second = other] = secretsIn(options['second-secret-env'], env)
  const { url, source, destination, recall } = options
  return {
    given: {
      ...{ url, source, destination, recall, handOverSecret, quietMs },
      secondSecret: second,
      receiptSecrets: secretsIn(options['receipt-secret-env'], env),
      timeoutMs: options.timeout,
    },
    place: {
      host: options['callback-host'],
      port: options['callback-port'],
      url: options['callback-url']?.replace(/\/+$/, '') ?? null,
    },
    only: options.only ?? null,
    json: options.json,
  }
}

/** The secrets in the variable; none when no variable is named. */
function secretsIn(variable: string | undefined, env: Environment): string[] {
  if (variable === undefined) return []
  try {
    return parseSecrets(variable, env[variable])
  } catch (error) {
    if (error instanceof SecretError) throw new Problem(error.message)
    throw error
  }
}

/** @param out the stream that it is written to */
export function help(out: { isTTY?: boolean }): Promise<string> {
  return helpFor('carrier:check', 'Check a carrier adapter', definitions, out)
}
