import { log } from '@temporalio/activity'
import { attemptId } from '@/lib/contract/attempt-id'
import type { IntakeQuestion } from '@/lib/contract/workflows'
import { askIntake, warnOfForeign } from './ask-intake'
import type { ActivityContext } from './context'
import { ownRun } from './provider-call'

/** Every packet with a silent provider asks, so that a wrong setting would fill the log. */
const quietMs = 60_000

/** Whether receipts for this attempt could be taken all the time since then. No answer means they could not. */
export function createWasIntakeUp(context: Pick<ActivityContext, 'webUrl'>) {
  let warnedAt = Number.NEGATIVE_INFINITY
  return async function wasIntakeUp({ attempt, since }: IntakeQuestion): Promise<boolean> {
    const answer = await askIntake(context.webUrl, attemptId({ runId: ownRun(), attempt }))
    warnOfForeign(answer, (facts, words) => {
      if (performance.now() - warnedAt < quietMs) return
      warnedAt = performance.now()
      log.warn(words, facts)
    })
    return answer.is === 'up' && answer.since <= since
  }
}
