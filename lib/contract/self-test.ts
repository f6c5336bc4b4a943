/** Self-tests as the API tells them, and the facts that the store keeps of each. */
import { z } from 'zod'
import { instant } from './fields'

/** In the order in which a self-test takes them; `back` leads from the worker back to whatever started the test. */
export const selfTestSteps = ['temporal', 'worker', 'network', 'back'] as const

const step = z.object({
  name: z.enum(selfTestSteps),
  state: z.enum(['waiting', 'running', 'passed', 'failed', 'skipped']),
  ms: z.int().nullable().meta({ description: 'How long it took; null while it is not over.' }),
  detail: z.string().nullable().meta({ description: 'A sentence about it.' }),
})

export type SelfTestStep = z.infer<typeof step>

export const selfTestSchema = z
  .object({
    id: z.string(),
    trigger: z.enum(['demand', 'schedule']),
    state: z.enum(['running', 'passed', 'failed']),
    startedAt: instant,
    endedAt: instant.nullable(),
    ms: z.int().nullable().meta({ description: 'From the start to the end; null while it is not over.' }),
    sentence: z.string().meta({ description: 'What happened, or what it waits for.' }),
    greeting: z.string().nullable(),
    failedTries: z.int().meta({ description: 'Questions to the greeting service that failed.' }),
    lastError: z.string().nullable(),
    nextTryAt: instant.nullable(),
    steps: z.array(step),
  })
  .meta({ id: 'SelfTest' })

export type SelfTest = z.infer<typeof selfTestSchema>

const scheduleSchema = z.discriminatedUnion('is', [
  z.object({ is: z.literal('running'), nextAt: instant.nullable() }),
  z.object({ is: z.literal('paused'), note: z.string().nullable() }),
  z.object({ is: z.literal('missing') }),
  z.object({ is: z.literal('unknown') }),
])

export const selfTestList = z
  .object({
    items: z.array(selfTestSchema).meta({ description: 'The last of them, newest first.' }),
    schedule: scheduleSchema.meta({ description: 'The Schedule in Temporal that runs one every minute.' }),
    stale: z
      .string()
      .nullable()
      .meta({ description: 'Why only stored results are returned; null while Temporal answers.' }),
  })
  .meta({ id: 'SelfTestList' })

export type SelfTestList = z.infer<typeof selfTestList>

/** The newest self-test that has ended or has failed at least one try. */
export const lastSelfTest = selfTestSchema
  .pick({ state: true, startedAt: true, endedAt: true, sentence: true })
  .nullable()
  .meta({ description: 'The last self-test that tells something. One that fails does not end readiness.' })

export type LastSelfTest = z.infer<typeof lastSelfTest>

/** Facts from the history of a workflow run; times are milliseconds since the epoch, by Temporal's clock. */
export interface SelfTestRun {
  startedAt: number
  taken: { at: number; by: string } | null
  question: {
    scheduledAt: number
    failedTries: number
    lastError: string | null
    /** Null while a try is under way, and when no try is left. */
    nextTryAt: number | null
    /** The host that was asked; null if the worker made the greeting itself; undefined while that is not known. */
    service?: string | null
    endedAt: number | null
  } | null
  /** How far the clock of the worker that asked the service was ahead of Temporal's, and how exactly that is known. */
  clock: { worker: string; aheadMs: number; withinMs: number } | null
  end: { at: number; greeting: string } | { at: number; error: string } | null
}

/** The known facts of one self-test. Each web process adds what it knows. */
export interface SelfTestFacts {
  /** How long Temporal took to answer the web process that asked it to start the test. */
  askedMs?: number
  /** Why Temporal did not start the test. */
  refused?: string
  run?: SelfTestRun
  /** How long after the workflow's end that web process had the result. */
  backMs?: number
}
