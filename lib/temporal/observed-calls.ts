/** Measures each call of a Temporal client that starts, signals, updates or ends a workflow. */
import {
  type WorkflowClientInterceptor,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
} from '@temporalio/client'
import { type About, aboutOf } from '@/lib/contract/about'

export interface ObservedCall extends About {
  kind: 'start' | 'signal' | 'signalWithStart' | 'update' | 'cancel' | 'terminate'
  /** Type of the workflow, or name of the signal or update; empty for other calls. */
  name: string
  /** `exists`: a workflow of this id was started before. `gone`: it does not exist or has closed. */
  outcome: 'done' | 'exists' | 'gone' | 'failed'
  ms: number
  workflowId: string
}

export function observedCalls(observe: (call: ObservedCall) => void): WorkflowClientInterceptor {
  async function timed<T>(
    call: Pick<ObservedCall, 'kind' | 'name' | 'workflowId'>,
    args: readonly unknown[],
    next: () => Promise<T>,
  ): Promise<T> {
    const startedAt = performance.now()
    const tell = (outcome: ObservedCall['outcome']) =>
      observe({ ...call, outcome, ms: performance.now() - startedAt, ...aboutOf(args[0]) })
    try {
      const result = await next()
      tell('done')
      return result
    } catch (error) {
      tell(outcomeOf(error))
      throw error
    }
  }

  return {
    startWithDetails(input, next) {
      const { workflowType: name, options } = input
      return timed({ kind: 'start', name, workflowId: options.workflowId }, options.args, () => next(input))
    },
    signal(input, next) {
      const { signalName: name, workflowExecution, args } = input
      const workflowId = workflowExecution.workflowId ?? ''
      return timed({ kind: 'signal', name, workflowId }, args, () => next(input))
    },
    signalWithStart(input, next) {
      const { signalName: name, options, signalArgs } = input
      const { workflowId } = options
      return timed({ kind: 'signalWithStart', name, workflowId }, signalArgs, () => next(input))
    },
    startUpdate(input, next) {
      const { updateName: name, workflowExecution, args } = input
      const workflowId = workflowExecution.workflowId ?? ''
      return timed({ kind: 'update', name, workflowId }, args, () => next(input))
    },
    cancel(input, next) {
      const workflowId = input.workflowExecution.workflowId ?? ''
      return timed({ kind: 'cancel', name: '', workflowId }, [], () => next(input))
    },
    terminate(input, next) {
      const workflowId = input.workflowExecution.workflowId ?? ''
      return timed({ kind: 'terminate', name: '', workflowId }, [], () => next(input))
    },
  }
}

function outcomeOf(error: unknown): ObservedCall['outcome'] {
  if (error instanceof WorkflowExecutionAlreadyStartedError) return 'exists'
  return error instanceof WorkflowNotFoundError ? 'gone' : 'failed'
}
