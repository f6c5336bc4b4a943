/** Reads the environment of a process: once, by a schema, with helpful errors. Also the schemas of common variables. */
import { z } from 'zod'
import { plainWords } from './plain-words'

/** Names the variable, the problem and an example. It never repeats the value, which may be a secret. */
export class EnvError extends Error {
  override readonly name = 'EnvError'
}

/** Parses `env`; empty variables count as unset. `examples` maps a variable to a value that would work. */
export function parseEnv<Schema extends z.ZodType>(
  schema: Schema,
  env: Readonly<Record<string, string | undefined>>,
  examples: Readonly<Record<string, string>>,
): z.infer<Schema> {
  const present = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  )
  const parsed = schema.safeParse(present, { error: plainWords })
  if (parsed.success) return parsed.data
  throw new EnvError(parsed.error.issues.map((issue) => describeIssue(issue, present, examples)).join('\n'))
}

function describeIssue(
  issue: z.core.$ZodIssue,
  present: Record<string, string | undefined>,
  examples: Readonly<Record<string, string>>,
): string {
  const [variable = 'The environment', ...inside] = issue.path.map(String)
  const place = inside.length === 0 ? '' : `, at ${inside.join('.')}`
  const problem = variable in present ? issue.message.replace(/\.?$/, '.') : 'it is not set.'
  const example = examples[variable]
  return `${variable}${place}: ${problem}${example === undefined ? '' : ` Example: ${variable}=${example}`}`
}

// The error messages of the schemas below follow the name of a variable: "PORT: it must be …".

/** A number in plain digits: `Number` alone would also take 1e3, 0x10 and a space. */
export function wholeNumber(min: number, max: number) {
  const problem = `it must be a whole number from ${min} to ${max}.`
  return z
    .string()
    .regex(/^\d{1,15}$/, problem)
    .transform(Number)
    .refine((value) => value >= min && value <= max, problem)
}

export const port = wholeNumber(1, 65_535)

export const httpAddress = z
  .url({ protocol: /^https?$/, error: 'it must be an http or https address.' })
  .max(2048, 'it is over 2048 characters.')

/** Address of a PostgreSQL database: server, role, password and database. */
export const databaseUrl = z
  .url({
    protocol: /^postgres(ql)?$/,
    error: 'it must be an address such as postgres://role:password@host:5432/database.',
  })
  .max(2048, 'it is over 2048 characters.')
/** Address of a service that is asked over HTTP. `fetch` refuses a user in it, and never sends the part after "#". */
export const serviceAddress = httpAddress.refine(
  (url) => !URL.canParse(url) || (new URL(url).username === '' && new URL(url).password === ''),
  'it must have no user name and no password.',
)

/**
 * The first segments of our own paths. If the path of `PUBLIC_URL` began with one, it would be unclear whether a proxy
 * has removed that path from a request.
 */
const ownPaths =
  /^\/(_next|api|packets|submit|batches|recurring|providers|receipts|notifications|metrics|icon\.svg)(\/|$)/

/** The address of the pages as people reach them, with the path that a proxy serves them under. */
export const publicUrl = httpAddress
  .refine((url) => !/[?#]/.test(url) && !/^\w+:\/\/[^/]*@/.test(url), {
    error: 'it must have no user, query or fragment.',
  })
  .refine((url) => /^\w+:\/\/[^/]+(\/(?!\.{1,2}(\/|$))[\w.~-]+)*\/?$/.test(url), {
    error: 'its path may have letters, digits, and . _ ~ - between single slashes, and no dot segments.',
  })
  .refine((url) => !URL.canParse(url) || !ownPaths.test(new URL(url).pathname), {
    error: 'its path must not begin like a page of Waybill, or /api.',
  })
  .transform((url) => new URL(url).href.replace(/\/$/, ''))

export function text(max: number) {
  return z.string().max(max, `it is over ${max} characters.`)
}

/** The host name or IP address on which a part listens. */
export const host = text(255).regex(/^[A-Za-z0-9.:-]+$/, 'it must be a host name or an IP address.')

export const logLevel = z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'])

/** host:port of a gRPC server. An IPv6 address needs brackets: without them the libraries stop with a stack trace. */
export const temporalAddress = text(512).superRefine((value, ctx) => {
  const problem = problemOfAddress(value)
  if (problem !== null) ctx.addIssue({ code: 'custom', message: problem })
})

function problemOfAddress(value: string): string | null {
  if (/\s/.test(value)) return 'it must not contain blanks.'
  if (value.includes('/')) return 'it must be host:port, without a scheme and without a path.'
  if (z.ipv6().safeParse(value).success || z.ipv6().safeParse(value.replace(/:\d+$/, '')).success) {
    return 'an IPv6 address must stand in brackets, with the port behind them, such as [::1]:7233.'
  }
  const [, v6, name = '', port = ''] = /^(?:\[([^\]]*)\]|([^:[\]]*)):(\d+)$/.exec(value) ?? []
  if (port === '') return 'it must be host:port, and an IPv6 address in brackets, such as [::1]:7233.'
  if (!/^[1-9]\d{0,4}$/.test(port) || Number(port) > 65_535)
    return 'its port must be a number from 1 to 65535.'
  if (v6 !== undefined)
    return z.ipv6().safeParse(v6).success ? null : 'what stands in brackets must be an IPv6 address.'
  if (/^[\d.]+$/.test(name)) return z.ipv4().safeParse(name).success ? null : 'it is not an IPv4 address.'
  return /^[A-Za-z0-9._-]+$/.test(name) ? null : 'its host must be a name or an IP address.'
}
