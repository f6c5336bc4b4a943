/**
 * Logs every activity with its outcome and time, so that one line tells what a worker did. A failure of the store leaves
 * without what the statement was given, which would otherwise stand in the history.
 */
import { CompleteAsyncError, type Context } from '@temporalio/activity'
import type { ActivityInboundCallsInterceptor, ActivityInterceptors } from '@temporalio/worker'
import type pino from 'pino'
import { storeErrorOf } from '@/lib/store/store'

export function activityLog(log: pino.Logger) {
  return (context: Context): ActivityInterceptors => ({ inbound: loggingInbound(log, context) })
}

function loggingInbound(log: pino.Logger, context: Context): ActivityInboundCallsInterceptor {
  const { activityType, workflowExecution, attempt } = context.info
  const facts = { activity: activityType, workflowId: workflowExecution?.workflowId, attempt }
  return {
    async execute(input, next) {
      const started = performance.now()
      const ms = () => Math.round(performance.now() - started)
      try {
        const result = await next(input)
        log.debug({ ...facts, ms: ms() }, 'activity completed')
        return result
      } catch (error) {
        // Not a failure: somebody else completes it later.
        if (error instanceof CompleteAsyncError) throw error
        const told = storeErrorOf(error)
        log.warn(
          { ...facts, ms: ms(), error: told instanceof Error ? told.message : 'unknown' },
          'activity failed',
        )
        throw told
      }
    },
  }
}
