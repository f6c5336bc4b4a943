/** The provider directory: one workflow for the installation, which takes changes as long as it is there. */
import {
  condition,
  executeChild,
  makeContinueAsNewFunc,
  ParentClosePolicy,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow'
import {
  type CarriedDirectory,
  type ProbeAnswer,
  type ProbeOrder,
  probeProviderType,
  probeWorkflowId,
} from '@/lib/contract/directory-messages'
import type { Probe } from '@/lib/directory/state'
import { Directory } from './directory'
import { errorText } from './error-text'
import { breakerTripped, change } from './messages'

/** Runs on for ever, as one run after the other. */
export async function providerDirectory(carried?: CarriedDirectory): Promise<never> {
  const directory = new Directory(carried)
  setHandler(change, (signal) => directory.change(signal))
  setHandler(breakerTripped, (signal) => directory.trip(signal))
  for (;;) {
    directory.halfOpenDue()
    for (const [provider, probe] of directory.newProbes()) void follow(directory, provider, probe)
    directory.publish()
    // A probe reports to the run that started it.
    if (workflowInfo().continueAsNewSuggested && directory.isIdle()) {
      // A new run begins without a memo, and until its first task readers would think that nothing holds.
      const goOn = makeContinueAsNewFunc<typeof providerDirectory>({ memo: directory.memo() })
      await goOn(directory.carry())
    }
    await news(directory)
  }
}

async function news(directory: Directory): Promise<void> {
  const due = directory.nextProbeAt()
  const seen = directory.changes
  const changed = () => directory.changes !== seen
  if (due === null) await condition(changed)
  else await condition(changed, Math.max(1, due - Date.now()))
}

async function follow(directory: Directory, provider: string, probe: Probe): Promise<void> {
  directory.probed(provider, probe.number, await probeResult(provider, probe))
}

async function probeResult(provider: string, { number, receiptTimeoutMs }: Probe): Promise<ProbeAnswer> {
  const order: ProbeOrder = { provider, receiptTimeoutMs }
  try {
    return await executeChild<(order: ProbeOrder) => Promise<ProbeAnswer>>(probeProviderType, {
      workflowId: probeWorkflowId(provider, number),
      args: [order],
      parentClosePolicy: ParentClosePolicy.ABANDON,
    })
  } catch (error) {
    return { is: 'lost', ms: null, detail: errorText(error) }
  }
}
