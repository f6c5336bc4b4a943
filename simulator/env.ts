/** The simulator's environment, parsed once. */
import { z } from 'zod'
import { profileAssignment } from './assignment'

const text = (max: number) => z.string().max(max, `is over ${max} characters`)

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'is not a whole number')
  .transform(Number)
  .refine((value) => value <= 65_535, 'is over 65535')

/** A preset's name, or JSON. */
const profiles = text(16 * 1024)
  .transform((value, ctx): unknown => {
    if (!value.trimStart().startsWith('{')) return value.trim()
    try {
      return JSON.parse(value)
    } catch {
      ctx.addIssue({ code: 'custom', message: 'is not JSON' })
      return z.NEVER
    }
  })
  .pipe(profileAssignment)

const schema = z.object({
  HOST: text(255)
    .regex(/^[A-Za-z0-9.:-]+$/, 'is not a host name or an IP address')
    .default('127.0.0.1'),
  CARRIER_PORT: port.default(9091),
  PROVIDERS_FILE: text(1024).default('providers.json'),
  CARRIER_PROFILES: profiles.default({}),
  SEED: text(200).optional(),
  DATA_DIR: text(1024).default('.data'),
  WAYBILL_URL: z
    .url({ protocol: /^https?$/, error: 'is not an http or https address' })
    .max(2048)
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
  LOG_LEVEL: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
})

export type SimulatorEnv = z.output<typeof schema>

const examples: Record<keyof SimulatorEnv, string> = {
  HOST: '127.0.0.1',
  CARRIER_PORT: '9091',
  PROVIDERS_FILE: 'providers.json',
  CARRIER_PROFILES: '{"RouteA":"silent","RouteB":{"receiptChance":0.5}}',
  SEED: 'demo-1',
  DATA_DIR: '.data',
  WAYBILL_URL: 'http://127.0.0.1:3000',
  LOG_LEVEL: 'info',
}

/** Its message has one sentence for each bad variable: name, problem, example; never the value. */
export class SimulatorEnvError extends Error {
  override readonly name = 'SimulatorEnvError'
}

/** Empty values count as unset. */
export function readEnv(env: Readonly<Record<string, string | undefined>>): SimulatorEnv {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = schema.safeParse(given)
  if (parsed.success) return parsed.data
  throw new SimulatorEnvError(parsed.error.issues.map(sentence).join('\n'))
}

function sentence({ path, message }: z.core.$ZodIssue): string {
  const [name, ...inside] = path
  const place = inside.length > 0 ? `, at ${inside.map(String).join('.')}` : ''
  const example = isVariable(name) ? ` Example: ${name}=${examples[name]}` : ''
  return `${String(name)}${place}: ${message.replace(/\.$/, '')}.${example}`
}

function isVariable(name: PropertyKey | undefined): name is keyof typeof examples {
  return typeof name === 'string' && Object.hasOwn(examples, name)
}
