/** What every message to a provider needs. */
import { activityInfo } from '@temporalio/activity'

/** The run whose activity this is; a token names it. */
export function ownRun(): string {
  const { workflowExecution } = activityInfo()
  if (workflowExecution === undefined) throw new Error('Providers are spoken to by a workflow only.')
  return workflowExecution.runId
}

/** The first of a provider's hand-over secrets signs. */
export function newest(secrets: readonly string[]): string {
  const [first] = secrets
  if (first === undefined) throw new Error('A provider has no hand-over secret.')
  return first
}
