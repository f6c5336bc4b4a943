import { ApplicationFailure } from '@temporalio/common'
import { greeting, greetingQuery } from '@/lib/contract/services'
import { withinLimit } from '@/lib/contract/time-limit'
import type { ActivityContext } from './context'

const limitMs = 4_000

/** Asks the greeting service where there is one. A refused name is final, anything else is tried again. */
export function createGreet({ greetingUrl }: Pick<ActivityContext, 'greetingUrl'>) {
  return async function greet(given: string): Promise<string> {
    const parsed = greetingQuery.safeParse({ name: given })
    if (!parsed.success) throw failed('This name cannot be greeted: use 1 to 100 printable characters.', true)
    const { name } = parsed.data
    if (greetingUrl === null) return `¡Hola, ${name}!`
    const url = new URL(greetingUrl)
    url.searchParams.set('name', name)
    return withinLimit(limitMs, undefined, async (signal) => {
      const response = await fetch(url, { redirect: 'manual', signal })
      if (response.ok) return greeting.parse(await response.json()).greeting
      const isFinal = response.status >= 400 && response.status < 500
      throw failed(`The greeting service answered ${response.status}.`, isFinal)
    })
  }
}

function failed(message: string, nonRetryable: boolean): ApplicationFailure {
  return ApplicationFailure.create({ message, type: 'GreetingFailed', nonRetryable })
}
