/** Before providers are blamed for their silence: would their receipts have been heard? */
import type { SilenceAnswer, SilenceQuestion } from '@/lib/contract/workflows'
import { intakeUpForMs } from '@/lib/store/intake'
import { findUntoldOf } from '@/lib/store/receipts'
import type { ActivityContext } from './context'

/** Fails while the store is away, so that the attempts are waited for until it is back. */
export function createAskSilence({ store: { db } }: Pick<ActivityContext, 'store'>) {
  return async function askSilence(questions: SilenceQuestion[]): Promise<SilenceAnswer[]> {
    const untold = await findUntoldOf(db, questions)
    const upMs = await intakeUpForMs(db)
    return questions.map(({ packetId, attempt, waitedMs }) => ({
      intakeUp: upMs >= waitedMs,
      receipts: untold.filter((each) => each.packetId === packetId && each.attempt === attempt),
    }))
  }
}
