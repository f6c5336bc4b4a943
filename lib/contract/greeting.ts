/** `GET /api/greeting`: the service that the self-test workflow `greetSomeone` calls. */
import { z } from 'zod'
import { printable } from './fields'

export const greetingQuery = z.strictObject({
  name: printable(100).meta({ description: 'Who is greeted.', example: 'Ana' }),
})

export const greeting = z
  .object({ greeting: z.string().meta({ example: '¡Hola, Ana!' }) })
  .meta({ id: 'Greeting' })

export type Greeting = z.infer<typeof greeting>
