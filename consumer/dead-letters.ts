/** Where messages go that can never become packets: whole, with the reason and the place they came from in headers. */
import type { IHeaders, Message, Producer } from 'kafkajs'
import { wordsOf } from './kafka'
import type { Outcome, Placed } from './submit'

export type Refusal = Placed & Pick<Extract<Outcome, { is: 'refused' }>, 'code' | 'words'>

/**
 * Resolves once the broker has them.
 * @throws Error that says which topic cannot be written
 */
export async function sendDeadLetters(
  producer: Producer,
  topic: string,
  refusals: readonly Refusal[],
): Promise<void> {
  for (const refusal of refusals) {
    try {
      await producer.send({ topic, messages: [deadLetterOf(refusal)] })
    } catch (error) {
      if (!isTooLarge(error)) throw new Error(`${topic} cannot be written: ${wordsOf(error)}`)
      // With its new headers it may have become larger than the broker takes; what is left says where it lies.
      await producer.send({ topic, messages: [{ ...deadLetterOf(refusal), value: null }] })
    }
  }
}

function deadLetterOf({ topic, partition, message, code, words }: Refusal): Message {
  const { key, value, headers = {}, offset, timestamp } = message
  const told: IHeaders = {
    'waybill-reason-code': code,
    'waybill-reason': words,
    'waybill-topic': topic,
    'waybill-partition': String(partition),
    'waybill-offset': offset,
    'waybill-timestamp': timestamp,
  }
  return { key, value, headers: { ...headers, ...told } }
}

function isTooLarge(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('type' in error && error.type === 'MESSAGE_TOO_LARGE') return true
  return isTooLarge(error.cause)
}
