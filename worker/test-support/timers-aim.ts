import { tsToMs } from '@temporalio/common/lib/time'
import type { temporal } from '@temporalio/proto'

/** What a timer was set to, in milliseconds since the epoch: not before, and not after. */
export interface Aim {
  earliest: number
  latest: number
}

/**
 * What each timer was set to, in order. Unlike the moment it fired at, that does not depend on how busy the machine
 * was: a workflow sets its timers by its own clock, which stands within the task that sets them.
 */
export function timersAim({ events }: temporal.api.history.v1.IHistory): Aim[] {
  const byId = new Map((events ?? []).map((event) => [String(event.eventId), event]))
  return (events ?? []).flatMap(({ timerStartedEventAttributes: timer }) => {
    const completed = byId.get(String(timer?.workflowTaskCompletedEventId))
    const begun = byId.get(String(completed?.workflowTaskCompletedEventAttributes?.startedEventId))
    if (!timer || !begun || !completed) return []
    const lasts = tsToMs(timer.startToFireTimeout)
    return [{ earliest: tsToMs(begun.eventTime) + lasts, latest: tsToMs(completed.eventTime) + lasts }]
  })
}
