/** Tells one receiver what happened to its packets. */
import { condition, continueAsNew, setHandler, workflowInfo } from '@temporalio/workflow'
import { notify } from './activities'
import { wake } from './messages'

/**
 * Sends what is due, then waits until the next try or until something new has come; ends when nothing waits. What is to
 * be sent stands in the store alone, so that another run can go on from any point.
 */
export async function notifyReceiver(receiver: string): Promise<void> {
  let isWoken = false
  setHandler(wake, () => {
    isWoken = true
  })
  for (;;) {
    isWoken = false
    const { againInMs } = await notify.executeWithOptions({ summary: receiver }, [receiver])
    // What woke it may have come after the look into the store.
    if (againInMs === null && !isWoken) return
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof notifyReceiver>(receiver)
    if (againInMs !== null && againInMs > 0) await condition(() => isWoken, againInMs)
  }
}
