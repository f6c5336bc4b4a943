/** `GET /api/health`: where each part is, how it is, and what should be set right. Any part may be unknown. */
import { z } from 'zod'
import { instant } from './fields'

const why = z.string().meta({ description: 'A sentence, with what to do.' })
const unknown = z.object({ is: z.literal('unknown'), why })
const latencyMs = z.number().meta({ description: 'Latency of one request from this web process.' })

const temporalSchema = z.discriminatedUnion('is', [
  z.object({
    is: z.literal('up'),
    address: z.string(),
    namespace: z.string(),
    version: z.string(),
    storage: z.string().meta({ description: 'What Temporal itself stores in.' }),
    latencyMs,
  }),
  z.object({ is: z.literal('down'), address: z.string(), namespace: z.string(), why }),
])

const storeSchema = z.discriminatedUnion('is', [
  z.object({ is: z.literal('up'), address: z.string(), version: z.string(), latencyMs }),
  z.object({ is: z.literal('down'), address: z.string(), why }),
])

const slots = z.object({ used: z.int(), free: z.int() })

const workerSchema = z.object({
  identity: z.string().meta({ description: 'Process id and machine.' }),
  state: z
    .enum(['running', 'stopping', 'silent'])
    .meta({ description: '`silent`: it was killed, or it hangs.' }),
  build: z.string().nullable().meta({ description: 'Of the workflows that it runs.' }),
  startedAt: instant.nullable(),
  heardAt: instant.meta({ description: 'Its last heartbeat.' }),
  directoryAgeMs: z
    .number()
    .nullable()
    .meta({ description: 'Since it last read the provider directory; null where that is not known.' }),
  workflows: slots.meta({ description: 'Workflow tasks, of all its queues.' }),
  activities: slots.meta({ description: 'Activities, of all its queues.' }),
})

const workersSchema = z.discriminatedUnion('is', [
  z.object({ is: z.literal('known'), items: z.array(workerSchema) }),
  unknown,
])

const queueSchema = z.object({
  name: z.string(),
  backlog: z.int().meta({ description: 'Tasks that wait, approximately.' }),
  oldestMs: z
    .number()
    .nullable()
    .meta({ description: 'How long the oldest has waited; null when none waits.' }),
  workers: z.int().meta({ description: 'Worker processes that are heard from and take tasks of it.' }),
  isHeld: z.boolean().meta({ description: 'It stands still while sending is paused.' }),
})

const queuesSchema = z.discriminatedUnion('is', [
  z.object({ is: z.literal('known'), items: z.array(queueSchema) }),
  unknown,
])

const intakeSchema = z.discriminatedUnion('is', [
  z.object({
    is: z.literal('known'),
    items: z.array(
      z.object({
        name: z.string().meta({ description: 'Process id and machine of a web process.' }),
        upSince: instant.nullable().meta({
          description:
            'Since when it has been able to take receipts without interruption; null if it cannot now.',
        }),
        heardAt: instant,
      }),
    ),
  }),
  unknown,
])

const streamsSchema = z.object({
  viewers: z.int(),
  most: z.int(),
  packets: z.int().meta({ description: 'Packets that are watched.' }),
  lists: z.int().meta({ description: 'Lists that are watched.' }),
})

const clockSchema = z.discriminatedUnion('is', [
  z.object({
    is: z.literal('known'),
    of: z.string(),
    aheadMs: z.number().meta({ description: "Ahead of this web process's clock; negative if behind." }),
    withinMs: z.number().meta({ description: 'Margin of error of that.' }),
    at: instant.meta({ description: 'When it was measured.' }),
  }),
  z.object({ is: z.literal('unknown'), of: z.string(), why }),
])

export const findingSchema = z
  .object({
    severity: z.enum(['wrong', 'notice']),
    what: z.string(),
    advice: z.string(),
    page: z.string().meta({ description: 'Path of the page where it can be examined or fixed.' }),
  })
  .meta({ id: 'Finding' })

export const healthReport = z
  .object({
    at: instant,
    web: z.object({ name: z.string(), build: z.string(), startedAt: instant }),
    temporal: temporalSchema,
    store: storeSchema,
    workers: workersSchema,
    queues: queuesSchema,
    intake: intakeSchema,
    streams: streamsSchema.meta({ description: 'Live views that this web process has open.' }),
    clocks: z.array(clockSchema),
    findings: z.array(findingSchema).meta({
      description: 'Problems to fix, the most serious first. `notice`: deliveries work all the same.',
    }),
  })
  .meta({ id: 'HealthReport' })

export type HealthReport = z.infer<typeof healthReport>
export type WorkerHealth = z.infer<typeof workerSchema>
export type QueueHealth = z.infer<typeof queueSchema>
export type ClockHealth = z.infer<typeof clockSchema>
export type Finding = z.infer<typeof findingSchema>
