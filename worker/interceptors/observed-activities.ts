/**
 * Counts, times and logs every activity and how it ended, so that one line tells what a worker did. From an error of
 * the store it removes the statement's parameters, which would otherwise be recorded in the workflow's history.
 */
import { CompleteAsyncError, type Context } from '@temporalio/activity'
import { CancelledFailure } from '@temporalio/common'
import type { ActivityInboundCallsInterceptor, ActivityInterceptors } from '@temporalio/worker'
import type pino from 'pino'
import { aboutOf } from '@/lib/contract/about'
import { storeErrorOf } from '@/lib/store/store'
import type { WorkerMetrics } from '../metrics'

type Metrics = Pick<WorkerMetrics, 'activities' | 'activitiesStarted' | 'activitiesRetried'>

export function observedActivities(log: pino.Logger, metrics: Metrics) {
  return (context: Context): ActivityInterceptors => ({ inbound: observer(log, metrics, context) })
}

type Outcome = 'completed' | 'failed' | 'canceled' | 'left'

function observer(log: pino.Logger, metrics: Metrics, { info }: Context): ActivityInboundCallsInterceptor {
  const { activityType: activity, workflowExecution, attempt } = info
  return {
    async execute(input, next) {
      const startedAt = performance.now()
      metrics.activitiesStarted.inc({ activity })
      if (attempt > 1) metrics.activitiesRetried.inc({ activity })
      const end = (outcome: Outcome) => {
        const ms = performance.now() - startedAt
        metrics.activities.observe({ activity, outcome }, ms / 1000)
        const { workflowId } = workflowExecution ?? {}
        return { activity, workflowId, try: attempt, ms: Math.round(ms), ...aboutOf(input.args[0]) }
      }
      try {
        const result = await next(input)
        log.debug(end('completed'), 'activity completed')
        return result
      } catch (error) {
        if (error instanceof CompleteAsyncError) {
          log.debug(end('left'), 'activity left to be completed asynchronously')
          throw error
        }
        const told = storeErrorOf(error)
        const facts = end(told instanceof CancelledFailure ? 'canceled' : 'failed')
        log.warn({ ...facts, error: told instanceof Error ? told.message : 'unknown' }, 'activity failed')
        throw told
      }
    },
  }
}
