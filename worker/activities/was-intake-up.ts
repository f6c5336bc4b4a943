import { liveness } from '@/lib/contract/health'
import { apiPaths } from '@/lib/contract/paths'
import type { IntakeQuestion } from '@/lib/contract/workflows'
import type { ActivityContext } from './context'

/** Whether the callback route could take receipts all the time since then. No answer means it could not. */
export function createWasIntakeUp(context: Pick<ActivityContext, 'webUrl'>) {
  return async function wasIntakeUp(question: IntakeQuestion): Promise<boolean> {
    try {
      const response = await fetch(new URL(apiPaths.live, context.webUrl), {
        signal: AbortSignal.timeout(1_000),
      })
      const { intakeUpSince } = liveness.parse(await response.json())
      return Date.parse(intakeUpSince) <= question.since
    } catch {
      return false
    }
  }
}
