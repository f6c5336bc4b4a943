/** What a consumer of a message broker reports about itself, and `GET /api/broker`. */
import { z } from 'zod'
import { instant } from './fields'

/** The states of a consumer. `silent`: it has not been heard of for a while, but did not report that it stopped. */
const consumerStates = ['connecting', 'consuming', 'paused', 'stopped', 'silent'] as const

const count = z.int().min(0)

/** The report that a consumer stores every few seconds. */
export const consumerReport = z.object({
  state: z.enum(consumerStates).exclude(['silent']),
  /** Since when the consumer is in this state. */
  since: instant,
  why: z.string().nullable().meta({ description: 'Why it is not consuming, in a sentence.' }),
  group: z.string(),
  topic: z.string(),
  deadLetterTopic: z.string(),
  endingsTopic: z
    .string()
    .nullable()
    .meta({ description: 'The topic to which endings are published; null if there is none.' }),
  lag: count.nullable().meta({
    description:
      'Messages of the topic that the group has not taken yet; null while the broker does not report it.',
  }),
  accepted: count.meta({ description: 'Messages that became packets, since it started.' }),
  repeated: count.meta({ description: 'Messages that had become packets before.' }),
  refused: count.meta({ description: 'Messages that went to the dead-letter topic.' }),
  endingsTold: count.meta({ description: 'Endings that it has published.' }),
  endingsWaiting: count.nullable().meta({
    description: 'Endings still to be published by any consumer; null if none are published, or if unknown.',
  }),
  lastError: z.object({ at: instant, message: z.string() }).nullable(),
  startedAt: instant,
})

export type ConsumerReport = z.infer<typeof consumerReport>

export const brokerConsumer = consumerReport
  .extend({
    id: z.uuid(),
    state: z.enum(consumerStates),
    seenAt: instant.meta({ description: 'When it was last heard of.' }),
  })
  .meta({ id: 'BrokerConsumer' })

export type BrokerConsumer = z.infer<typeof brokerConsumer>

/** `GET /api/broker`: the consumers that were heard of within the last day, the latest first. */
export const brokerStatus = z.object({ consumers: z.array(brokerConsumer) }).meta({ id: 'BrokerStatus' })

export type BrokerStatus = z.infer<typeof brokerStatus>
