/** The greeting service that `GREETING_URL` names, `GET <GREETING_URL>?name=…`; the workflow `greetSomeone` asks it. */
import { z } from 'zod'
import { printable } from './fields'

export const greetingQuery = z.strictObject({ name: printable(100) })

export const greeting = z.object({ greeting: z.string() })

export type Greeting = z.infer<typeof greeting>
