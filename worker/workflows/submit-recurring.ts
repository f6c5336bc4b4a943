/** One run of a recurring submission, started by its Temporal Schedule. */
import { workflowInfo } from '@temporalio/workflow'
import { occurrenceOf } from '@/lib/contract/workflows'
import { submitOccurrence } from './activities'

export async function submitRecurring(recurrenceId: string): Promise<string | null> {
  const { workflowId, startTime } = workflowInfo()
  const byHand = { recurrenceId, at: startTime.getTime() }
  return submitOccurrence(occurrenceOf(recurrenceId, workflowId) ?? byHand)
}
