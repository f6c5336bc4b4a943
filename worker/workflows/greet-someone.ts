/**
 * The self-test: proves that queue, worker, network and the way back work. Any Temporal client may start it. The web
 * process and a Schedule start it on the control queue, where it does not wait behind packets.
 */
import { ApplicationFailure } from '@temporalio/workflow'
import { greet } from './activities'

export async function greetSomeone(name: string): Promise<string> {
  if (typeof name !== 'string' || name.trim() === '') {
    throw ApplicationFailure.nonRetryable('Give a name to greet.', 'MissingName')
  }
  const { greeting } = await greet(name)
  return greeting
}
