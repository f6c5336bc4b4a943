/**
 * Sends messages that can never become packets to the dead-letter topic: complete, with reason and origin in headers.
 */
import type { IHeaders, Message, Producer } from 'kafkajs'
import type { Outcome, Placed } from './submit'

type Refusal = Placed & Pick<Extract<Outcome, { is: 'refused' }>, 'code' | 'words'>

/** Resolves once the broker has stored the message. Rejects if the topic cannot be written. */
export async function sendDeadLetter(producer: Producer, topic: string, refusal: Refusal): Promise<void> {
  const letter = deadLetterOf(refusal)
  try {
    await producer.send({ topic, messages: [letter] })
  } catch (error) {
    if (!isTooLarge(error)) throw error
    // With the added headers the message may exceed the broker's limit. Send it without its value; the headers tell
    // where that is.
    await producer.send({ topic, messages: [{ ...letter, value: null }] })
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
