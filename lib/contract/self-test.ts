/** Self-tests as the API tells them, and the facts that the store keeps of each. */
import { z } from 'zod'
import { instant } from './fields'

/** In the order in which a self-test takes them; `back` leads from the worker to the one who asked. */
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
      .meta({ description: 'Why only what is stored is told; null while Temporal can be asked too.' }),
  })
  .meta({ id: 'SelfTestList' })

export type SelfTestList = z.infer<typeof selfTestList>

/** The newest that has ended, or that has failed at least one try. */
export const lastSelfTest = selfTestSchema
  .pick({ state: true, startedAt: true, endedAt: true, sentence: true })
  .nullable()
  .meta({ description: 'The last self-test that tells something. One that fails does not end readiness.' })

export type LastSelfTest = z.infer<typeof lastSelfTest>

/** Facts of a run of the workflow, by its history; times are milliseconds since the epoch, by Temporal's clock. */
export interface SelfTestRun {
  startedAt: number
  taken: { at: number; by: string } | null
  question: {
    scheduledAt: number
    failedTries: number
    lastError: string | null
    /** Null while a try is under way, and when there is none any more. */
    nextTryAt: number | null
    /** The host that was asked; null where the worker greeted by itself; undefined while that is not known. */
    service?: string | null
    endedAt: number | null
  } | null
  /** How far the clock of the worker that asked was ahead of Temporal's, and how exactly that is known. */
  clock: { worker: string; aheadMs: number; withinMs: number } | null
  end: { at: number; greeting: string } | { at: number; error: string } | null
}

/** What is known of one self-test. Web processes add to it, each what it knows. */
export interface SelfTestFacts {
  /** The web process that asked Temporal to start it had the answer after so long. */
  askedMs?: number
  /** Why Temporal did not start it. */
  refused?: string
  run?: SelfTestRun
  /** That web process had the result so long after the workflow's end. */
  backMs?: number
}
