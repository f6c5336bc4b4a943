/**
 * Checks of requests: same origin, JSON, and a signature where a carrier requires it. Every fault has its own answer.
 */
import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { z } from 'zod'
import { verifyMessage } from '@/lib/carrier/signature'
import { plainWords } from '@/lib/contract/plain-words'
import { invalid, problemResponse, SimulatorProblem } from './problem'
import type { Stats } from './stats'

/** Refuses bodies over `maxBytes` before they are in memory. */
export function limitBody(maxBytes: number) {
  const problem = new SimulatorProblem('TOO_LARGE', `A body may have at most ${maxBytes / 1024} KiB here.`)
  const onError = (c: Context) => {
    // The rest of the body stays unread, so the connection cannot be used again.
    c.header('connection', 'close')
    return problemResponse(c, problem)
  }
  return bodyLimit({ maxSize: maxBytes, onError })
}

/** The body as text, exactly as it was signed. */
export async function readText(c: Context): Promise<string> {
  const mediaType = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (mediaType !== 'application/json') {
    throw new SimulatorProblem('UNSUPPORTED_MEDIA_TYPE', 'Send content-type: application/json.')
  }
  const bytes = await c.req.arrayBuffer()
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new SimulatorProblem('INVALID_REQUEST', 'The body is not UTF-8.')
  }
}

export function parseJson<S extends z.ZodType>(text: string, schema: S): z.output<S> {
  const parsed = schema.safeParse(jsonOf(text), { error: plainWords })
  if (parsed.success) return parsed.data
  throw invalid(parsed.error)
}

export function readQuery<S extends z.ZodType>(c: Context, schema: S): z.output<S> {
  const parsed = schema.safeParse(c.req.query(), { error: plainWords })
  if (parsed.success) return parsed.data
  throw invalid(parsed.error)
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new SimulatorProblem('INVALID_REQUEST', 'The body is not JSON.')
  }
}

export interface Recognition {
  /** The secrets that may sign hand-overs to a provider; undefined for one that is not configured. */
  secretsOf: (provider: string) => readonly string[] | undefined
  stats: Stats
}

interface Received<T> {
  provider: string
  webhookId: string
  message: T
}

/** Reads and verifies a signed request to the provider that the path names. */
export async function receiveSigned<S extends z.ZodType>(
  c: Context,
  { secretsOf, stats }: Recognition,
  schema: S,
): Promise<Received<z.output<S>>> {
  const provider = c.req.param('name') ?? ''
  const secrets = secretsOf(provider)
  if (secrets === undefined)
    throw new SimulatorProblem('UNKNOWN_PROVIDER', 'This provider is not configured.')
  const counts = stats.of(provider)
  try {
    const text = await readText(c)
    const webhookId = verify(c, text, secrets)
    return { provider, webhookId, message: parseJson(text, schema) }
  } catch (error) {
    const unauthenticated = error instanceof SimulatorProblem && error.code === 'UNAUTHENTICATED'
    counts[unauthenticated ? 'unauthenticated' : 'invalid'] += 1
    throw error
  }
}

function verify(c: Context, body: string, secrets: readonly string[]): string {
  const header = (name: string) => c.req.header(name) ?? null
  const headers = {
    id: header('webhook-id'),
    timestamp: header('webhook-timestamp'),
    signature: header('webhook-signature'),
  }
  const verification = verifyMessage({ headers, body, secrets })
  if (!verification.ok) throw new SimulatorProblem('UNAUTHENTICATED', faults[verification.why])
  return verification.webhookId
}

const faults = {
  MISSING: 'A webhook-id, webhook-timestamp or webhook-signature is missing or malformed.',
  STALE: 'The webhook-timestamp is more than five minutes from now.',
  BAD_SIGNATURE: 'The signature is not made with the secret of this provider.',
} as const

/**
 * Keeps other sites from reading or controlling the simulator through a visitor's browser. Programs send neither
 * header.
 * @throws SimulatorProblem CROSS_ORIGIN
 */
export function requireSameOrigin(c: Context): void {
  const origin = c.req.header('origin')
  const site = c.req.header('sec-fetch-site')
  const host = c.req.header('host') ?? ''
  if (origin === undefined && site === undefined && (isPlain(host) || !isRead(c))) return
  const isOwn = origin === undefined || (URL.canParse(origin) && new URL(origin).host === host)
  const isSame = site === undefined || site === 'same-origin' || site === 'none' || isVisit(c)
  if (isOwn && isSame && isPlain(host)) return
  throw new SimulatorProblem(
    'CROSS_ORIGIN',
    'Use the page at / by its IP address or a name without a dot, such as localhost.',
  )
}

/** Whether a browser follows a link to the page. */
function isVisit(c: Context): boolean {
  return c.req.method === 'GET' && c.req.header('sec-fetch-mode') === 'navigate'
}

/** With DNS rebinding, another site's page can read without either header; its writes have at least Origin. */
function isRead(c: Context): boolean {
  return c.req.method === 'GET' || c.req.method === 'HEAD'
}

/** Another site's name could be made to resolve to this machine; an IP address or a name without a dot could not. */
function isPlain(host: string): boolean {
  const name = host.replace(/:\d+$/, '')
  return /^([\w-]+|[\w-]+\.localhost|\d{1,3}(\.\d{1,3}){3}|\[[0-9a-f:.]+\])$/i.test(name)
}
