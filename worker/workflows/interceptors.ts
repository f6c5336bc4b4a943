/** Counts and times every workflow and its messages. This module is loaded anew for each workflow, so keep it small. */
import type { Headers } from '@temporalio/common'
import { ContinueAsNew, isCancellation, type WorkflowInterceptors } from '@temporalio/workflow'
import { workflowMessages, workflowSeconds, workflowsStarted } from '@/lib/contract/workflow-metrics'
import { countOne, observe } from './meter'

export function interceptors(): WorkflowInterceptors {
  let trace: Headers = {}
  return {
    inbound: [
      {
        async execute(input, next) {
          trace = traceIn(input.headers)
          const startedAt = Date.now()
          const end = (outcome: string) => observe(workflowSeconds, Date.now() - startedAt, { outcome })
          countOne(workflowsStarted)
          try {
            const result = await next(input)
            end('completed')
            return result
          } catch (error) {
            end(outcomeOf(error))
            throw error
          }
        },
        async handleSignal(input, next) {
          countOne(workflowMessages, { kind: 'signal', name: input.signalName })
          await next(input)
        },
        async handleUpdate(input, next) {
          countOne(workflowMessages, { kind: 'update', name: input.name })
          return next(input)
        },
      },
    ],
    // The trace context is passed on unchanged, so that no tracing library has to be loaded into the workflow.
    outbound: [
      {
        scheduleActivity: (input, next) => next({ ...input, headers: { ...input.headers, ...trace } }),
        scheduleLocalActivity: (input, next) => next({ ...input, headers: { ...input.headers, ...trace } }),
        continueAsNew: (input, next) => next({ ...input, headers: { ...input.headers, ...trace } }),
      },
    ],
  }
}

/** The header that Temporal's OpenTelemetry interceptors use; absent where nothing is traced. */
const traceHeader = '_tracer-data'

function traceIn({ [traceHeader]: trace }: Headers): Headers {
  return trace === undefined ? {} : { [traceHeader]: trace }
}

function outcomeOf(error: unknown): string {
  if (error instanceof ContinueAsNew) return 'continued'
  return isCancellation(error) ? 'canceled' : 'failed'
}
