/**
 * The services that workers ask over HTTP: for routes, `ROUTING_URL` (docs/routing-service.md explains its messages),
 * and for greetings, `GREETING_URL`.
 */
import { z } from 'zod'
import { address, packetId, printable, providerName } from './fields'

/** More than any installation has; it bounds what a service has to read. */
const providers = z.array(providerName).max(100)

/** Body of `POST <ROUTING_URL>`. */
export const routingQuestion = z
  .object({
    packetId,
    destination: address,
    tried: providers.meta({ description: 'Providers that this packet has been handed to, oldest first.' }),
    candidates: providers.min(1).meta({
      description: 'Providers that may be handed it now, the one that the built-in rules prefer first.',
    }),
  })
  .meta({ id: 'RoutingQuestion' })

export type RoutingQuestion = z.infer<typeof routingQuestion>

/** Its answer, with a status of 2xx. */
export const routingAnswer = z
  .object({
    provider: providerName.nullable().meta({ description: 'One of the candidates; null: none of them.' }),
  })
  .meta({ id: 'RoutingAnswer' })

export type RoutingAnswer = z.infer<typeof routingAnswer>

/**
 * What happens after the service has failed three times: the packet ends as `FAILED`, or the built-in rules choose and
 * the packet says so.
 */
export const routingFallbacks = ['fail', 'built-in'] as const
export type RoutingFallback = (typeof routingFallbacks)[number]

/** The query of `GET <GREETING_URL>?name=…`, which the workflow `greetSomeone` uses. */
export const greetingQuery = z.strictObject({ name: printable(100) })

/** Its answer, with a status of 2xx. A name that is missing or cannot be greeted is answered 400. */
export const greeting = z.object({ greeting: z.string().max(1_000) })

export type Greeting = z.infer<typeof greeting>
