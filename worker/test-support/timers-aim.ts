import { tsToMs } from '@temporalio/common/lib/time'
import type { temporal } from '@temporalio/proto'

/**
 * The earliest moment to which each timer can have been set, in order, in milliseconds since the epoch. Unlike the time
 * at which a timer fired, this does not depend on how busy the machine was: a workflow sets its timers by its own
 * clock, which is at the start of the workflow task, or later.
 */
export function timersAim({ events }: temporal.api.history.v1.IHistory): number[] {
  const byId = new Map((events ?? []).map((event) => [String(event.eventId), event]))
  return (events ?? []).flatMap(({ timerStartedEventAttributes: timer }) => {
    const completed = byId.get(String(timer?.workflowTaskCompletedEventId))
    const begun = byId.get(String(completed?.workflowTaskCompletedEventAttributes?.startedEventId))
    return timer && begun ? [tsToMs(begun.eventTime) + tsToMs(timer.startToFireTimeout)] : []
  })
}
