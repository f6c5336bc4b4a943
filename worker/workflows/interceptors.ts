/** Counts and times every workflow, and what it is told. Loaded anew for each workflow, so that it holds little. */
import { ContinueAsNew, isCancellation, type WorkflowInterceptors } from '@temporalio/workflow'
import { workflowMessages, workflowSeconds, workflowsStarted } from '@/lib/contract/workflow-metrics'
import { countOne, observe } from './meter'

export function interceptors(): WorkflowInterceptors {
  return {
    inbound: [
      {
        async execute(input, next) {
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
  }
}

function outcomeOf(error: unknown): string {
  if (error instanceof ContinueAsNew) return 'continued'
  return isCancellation(error) ? 'canceled' : 'failed'
}
