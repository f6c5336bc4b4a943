import { z } from 'zod'
import { instant } from './fields'
import { lastSelfTest } from './self-test'

/** `GET /api/health/live`. */
export const liveness = z.object({ status: z.literal('live') }).meta({ id: 'Liveness' })

/** Why packets are not sent although all parts work; null while sending is not held back. */
export const holdSchema = z
  .object({ state: z.enum(['paused', 'resuming']), since: instant, reason: z.string() })
  .nullable()
  .meta({ description: 'All sending is paused by an operator, or resumes gradually after that.' })

/** Packets that no worker can go on with, counted at most a few seconds ago; null while Temporal cannot say. */
export const stuckSchema = z
  .int()
  .nullable()
  .meta({ description: 'Packets that no worker can go on with; null while Temporal cannot say.' })

/** What an operator should set right although packets move, in sentences. */
export const warningsSchema = z
  .array(z.string())
  .meta({ description: 'Problems to fix although packets are delivered, as sentences.' })

/** `GET /api/health/ready`; a 503 carries a problem with the reasons. */
export const readiness = z
  .object({
    status: z.literal('ready'),
    workers: z.int().min(1),
    sending: holdSchema,
    stuck: stuckSchema,
    warnings: warningsSchema,
    selfTest: lastSelfTest,
  })
  .meta({ id: 'Readiness' })

export type Readiness = z.infer<typeof readiness>
