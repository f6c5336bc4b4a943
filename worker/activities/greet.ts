import { ApplicationFailure } from '@temporalio/common'
import { z } from 'zod'
import { apiPaths } from '@/lib/contract/paths'
import { withinLimit } from '@/lib/contract/time-limit'
import type { ActivityContext } from './context'

const greeting = z.object({ greeting: z.string() })

/** Asks the web process for a greeting. A refused name is final, anything else is tried again. */
export function createGreet(context: ActivityContext) {
  return async function greet(name: string): Promise<string> {
    const url = new URL(`${context.webUrl}${apiPaths.greeting}`)
    url.searchParams.set('name', name)
    return withinLimit(4_000, undefined, async (signal) => {
      const response = await fetch(url, { signal })
      if (response.ok) return greeting.parse(await response.json()).greeting
      const message = `The greeting service answered ${response.status}.`
      const nonRetryable = response.status >= 400 && response.status < 500
      throw ApplicationFailure.create({ message, type: 'GreetingFailed', nonRetryable })
    })
  }
}
