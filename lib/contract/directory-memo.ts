/** What readers of the provider directory see of it: whoever starts a run of it says this from the beginning. */
import { packDirectory } from '@/lib/directory/pack'
import { type CarriedDirectory, changesMemoKey, directoryMemoKey } from './directory-messages'

/** A run begins without a memo, and publishes only what is changed in it. */
export function memoOf({ state, log }: CarriedDirectory): Record<string, unknown> {
  return { [directoryMemoKey]: packDirectory(state), [changesMemoKey]: log }
}
