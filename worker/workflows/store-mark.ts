/** Remembers which store this installation has, and how far it has come, where a store that is set back cannot reach. */
import { condition, makeContinueAsNewFunc, setHandler, upsertMemo, workflowInfo } from '@temporalio/workflow'
import { type StoreMark, storeMarkMemo } from '@/lib/contract/workflows'
import { raise } from './messages'

/** Runs on for ever, as one run after the other; what it remembers is in its memo, which is read without any worker. */
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
