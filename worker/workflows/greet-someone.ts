/** The self-test: proves that queue, worker and the way back to the web process work. */
import { ApplicationFailure } from '@temporalio/workflow'
import { greet } from './activities'

export async function greetSomeone(name: string): Promise<string> {
  if (typeof name !== 'string' || name.trim() === '') {
    throw ApplicationFailure.nonRetryable('Give the name of somebody to greet.', 'MissingName')
  }
  return greet(name)
}
