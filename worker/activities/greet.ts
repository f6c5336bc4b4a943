import { ApplicationFailure } from '@temporalio/common'
import { describeFailure } from '@/lib/carrier/failure'
import { greeting, greetingQuery } from '@/lib/contract/services'
import { isOverLimit, withinLimit } from '@/lib/contract/time-limit'
import type { Greeted } from '@/lib/contract/workflows'
import { plainText } from '@/lib/packet/text'
import type { ActivityContext } from './context'
import { readBody } from './read-body'

/** Shorter than the activity's own time-out, so that the failure is told in a sentence. */
const limitMs = 4_000
const maxAnswerBytes = 4_096

/** Asks the greeting service if there is one. A refused name is a final error; every other failure is retried. */
export function createGreet({ greetingUrl }: Pick<ActivityContext, 'greetingUrl'>) {
  return async function greet(given: string): Promise<Greeted> {
    const startedAt = Date.now()
    const parsed = greetingQuery.safeParse({ name: given })
    if (!parsed.success) throw failed('This name cannot be greeted: use 1 to 100 printable characters.', true)
    const { name } = parsed.data
    if (greetingUrl === null) {
      return { greeting: `¡Hola, ${name}!`, service: null, startedAt, endedAt: Date.now() }
    }
    const url = new URL(greetingUrl)
    url.searchParams.set('name', name)
    return { greeting: await ask(url), service: url.host, startedAt, endedAt: Date.now() }
  }
}

function ask(url: URL): Promise<string> {
  return withinLimit(limitMs, undefined, async (signal) => {
    try {
      // A followed redirect would lead to an address that is not configured.
      const response = await fetch(url, { redirect: 'manual', signal })
      if (response.ok) return greetingIn(await readBody(response, maxAnswerBytes))
      await response.body?.cancel()
      const isFinal = response.status >= 400 && response.status < 500
      throw failed(`The greeting service answered ${response.status}.`, isFinal)
    } catch (error) {
      if (error instanceof ApplicationFailure) throw error
      if (isOverLimit(signal)) {
        throw failed(`The greeting service gave no answer within ${limitMs / 1000} s.`, false)
      }
      throw failed(`The greeting service could not be asked: ${describeFailure(error).reason}.`, false)
    }
  })
}

function greetingIn(body: Uint8Array | null): string {
  const parsed = greeting.safeParse(body === null ? null : jsonIn(body))
  const text = parsed.success ? plainText(parsed.data.greeting, 200) : null
  if (text !== null) return text
  throw failed('What the greeting service answered is not {"greeting": "…"}.', false)
}

function jsonIn(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    return null
  }
}

function failed(message: string, nonRetryable: boolean): ApplicationFailure {
  return ApplicationFailure.create({ message, type: 'GreetingFailed', nonRetryable })
}
