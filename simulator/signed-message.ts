/** Reads what was signed for a provider; what is not genuine or not well-formed is counted and refused. */
import type { Context } from 'hono'
import type { z } from 'zod'
import { verifyMessage } from '@/lib/carrier/signature'
import { SimulatorProblem } from './problem'
import { parseJson, readText } from './request-body'
import type { Stats } from './stats'

export interface Recognition {
  /** The secrets that what is meant for a provider may be signed with; undefined for one not configured. */
  secretsOf: (provider: string) => readonly string[] | undefined
  stats: Stats
}

interface Received<T> {
  provider: string
  webhookId: string
  message: T
}

/** The provider is the one in the path. */
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
