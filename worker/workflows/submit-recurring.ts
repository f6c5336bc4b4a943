/** One run of a recurring submission, which its schedule starts. */
import { workflowInfo } from '@temporalio/workflow'
import { submitOccurrence } from './activities'

export async function submitRecurring(recurrenceId: string): Promise<string | null> {
  return submitOccurrence({ recurrenceId, at: scheduledAt() })
}

/** The same for each try of a run; another one for each run. */
function scheduledAt(): number {
  const { searchAttributes, startTime } = workflowInfo()
  const [scheduled] = searchAttributes.TemporalScheduledStartTime ?? []
  return (scheduled instanceof Date ? scheduled : startTime).getTime()
}
