/** Asks the routing service one question. Every unusable answer becomes a failed look-up, with a sentence. */
import { describeFailure, isDisconnect } from '@/lib/carrier/failure'
import { type RoutingQuestion, routingAnswer } from '@/lib/contract/services'
import { isOverLimit, withinLimit } from '@/lib/contract/time-limit'
import { readBody } from './read-body'

/** The service gave no usable answer; the message says why. */
export class RoutingUnavailable extends Error {
  override readonly name = 'RoutingUnavailable'
}

/** The limit for the whole answer. */
const limitMs = 2_000
const maxAnswerBytes = 4_096

/**
 * The provider that the service names; null if it wants none of the candidates.
 * @throws RoutingUnavailable with what was wrong
 */
export function askRoutingService(url: string, question: RoutingQuestion): Promise<string | null> {
  return withinLimit(limitMs, undefined, async (signal) => {
    try {
      return providerIn(await answerTo(url, question, signal), question)
    } catch (error) {
      if (error instanceof RoutingUnavailable) throw error
      if (isOverLimit(signal)) throw failed(`the routing service gave no answer within ${limitMs / 1000} s`)
      if (isDisconnect(error)) throw failed('IO Error: network disconnect')
      throw failed(`the routing service could not be asked: ${describeFailure(error).reason}`)
    }
  })
}

async function answerTo(url: string, question: RoutingQuestion, signal: AbortSignal): Promise<Uint8Array> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(question),
    // A followed redirect would send the question to an address that is not configured.
    redirect: 'manual',
    signal,
  })
  if (response.ok) {
    const body = await readBody(response, maxAnswerBytes)
    if (body === null) throw failed(`the routing service's answer is over ${maxAnswerBytes} bytes`)
    return body
  }
  await response.body?.cancel()
  const isRedirect = response.status >= 300 && response.status < 400
  const more = isRedirect ? ', a redirect, which is not followed' : ''
  throw failed(`the routing service answered ${response.status}${more}`)
}

function providerIn(answer: Uint8Array, { candidates }: RoutingQuestion): string | null {
  const parsed = routingAnswer.safeParse(jsonIn(answer))
  if (!parsed.success) {
    throw failed('the routing service\'s answer is not {"provider": "<name>"} or {"provider": null}')
  }
  const { provider } = parsed.data
  if (provider === null || candidates.includes(provider)) return provider
  throw failed(`the routing service named ${JSON.stringify(provider)}, which is none of the candidates`)
}

function jsonIn(answer: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(answer))
  } catch {
    throw failed("the routing service's answer is not JSON")
  }
}

function failed(message: string): RoutingUnavailable {
  return new RoutingUnavailable(message)
}
