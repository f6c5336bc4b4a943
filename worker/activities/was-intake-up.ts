import { log } from '@temporalio/activity'
import type { IntakeQuestion } from '@/lib/contract/workflows'
import { askIntake, warnOfForeign } from './ask-intake'
import type { ActivityContext } from './context'

/** Every packet with a silent provider asks, so that a wrong setting would fill the log. */
const quietMs = 60_000

/** Whether the callback route could take receipts all the time since then. No answer means it could not. */
export function createWasIntakeUp(context: Pick<ActivityContext, 'webUrl'>) {
  let warnedAt = Number.NEGATIVE_INFINITY
  return async function wasIntakeUp(question: IntakeQuestion): Promise<boolean> {
    const answer = await askIntake(context.webUrl)
    warnOfForeign(answer, (facts, words) => {
      if (performance.now() - warnedAt < quietMs) return
      warnedAt = performance.now()
      log.warn(words, facts)
    })
    return answer.is === 'up' && answer.since <= question.since
  }
}
