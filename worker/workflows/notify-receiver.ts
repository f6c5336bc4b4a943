/** Tells one receiver what happened to its packets. */
import { condition, continueAsNew, setHandler, workflowInfo } from '@temporalio/workflow'
import { notify } from './activities'
import { wake } from './messages'

/**
 * Sends what is due, then waits until the next try or until a wake signal; ends when nothing waits. All state is in the
 * store, so a new run can go on from any point.
 */
export async function notifyReceiver(receiver: string): Promise<void> {
  let isWoken = false
  setHandler(wake, () => {
    isWoken = true
  })
  for (;;) {
    isWoken = false
    const { againInMs } = await notify.executeWithOptions({ summary: receiver }, [receiver])
    // The wake signal may have come after the activity read the store.
    if (againInMs === null && !isWoken) return
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof notifyReceiver>(receiver)
    if (againInMs !== null && againInMs > 0) await condition(() => isWoken, againInMs)
  }
}
