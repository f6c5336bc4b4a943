/**
 * Remembers in Temporal which store this installation has and its mark, so that they survive when the store is set
 * back.
 */
import { condition, makeContinueAsNewFunc, setHandler, upsertMemo, workflowInfo } from '@temporalio/workflow'
import { type StoreMark, storeMarkMemo } from '@/lib/contract/workflows'
import { raise } from './messages'

/**
 * Never ends, and continues as new again and again. The mark is in the workflow's memo, which is readable without a
 * worker.
 */
export async function storeMark(first: StoreMark): Promise<never> {
  let mark = first
  setHandler(raise, (raised) => {
    if (raised.id === mark.id && raised.highWater > mark.highWater) mark = raised
  })
  for (;;) {
    const shown = mark
    await condition(() => mark !== shown)
    upsertMemo({ [storeMarkMemo]: mark })
    if (workflowInfo().continueAsNewSuggested) {
      await makeContinueAsNewFunc<typeof storeMark>({ memo: { [storeMarkMemo]: mark } })(mark)
    }
  }
}
