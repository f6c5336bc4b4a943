/** Before a provider is blamed for its silence: would its receipt have been heard? */
import type { SilenceAnswer, SilenceQuestion } from '@/lib/contract/workflows'
import { intakeUpForMs } from '@/lib/store/intake'
import { findUntoldOf } from '@/lib/store/receipts'
import type { ActivityContext } from './context'

/** Fails while the store is away, so that the attempt is waited for until it is back. */
export function createAskSilence({ store: { db } }: Pick<ActivityContext, 'store'>) {
  return async function askSilence({ packetId, attempt, waitedMs }: SilenceQuestion): Promise<SilenceAnswer> {
    const receipts = await findUntoldOf(db, packetId, attempt)
    return { receipts, intakeUp: (await intakeUpForMs(db)) >= waitedMs }
  }
}
