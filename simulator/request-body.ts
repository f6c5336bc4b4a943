/** Reads a JSON body or a query; every fault in it has its own answer. */
import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { z } from 'zod'
import { plainWords } from '@/lib/contract/plain-words'
import { invalid, problemResponse, SimulatorProblem } from './problem'

/** Refuses bodies over `maxBytes` before they are in memory. */
export function limitBody(maxBytes: number) {
  const problem = new SimulatorProblem('TOO_LARGE', `A body may have at most ${maxBytes / 1024} KiB here.`)
  const onError = (c: Context) => {
    // The rest of the body is not worth reading, so the connection cannot be used again.
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
