/** Runs one scripted delivery to the end of its workflow. */
import type { TestWorkflowEnvironment } from '@temporalio/testing'
import type { DeliveryRequest } from '@/lib/contract/workflows'
import type { Packet } from '@/lib/packet/packet'
import { type Script, ScriptedCarrier } from './scripted-carrier'
import { type Started, startSkipping } from './skipping-client'
import { createWorker, replayAgain } from './temporal'

export interface Delivered {
  packet: Packet
  carrier: ScriptedCarrier
  started: Started
}

const request: DeliveryRequest = {
  source: '+017771110000',
  destination: '+016660002222',
  contents: 'SGVsbG8=',
}

/** `duringHandOver` runs while the first hand-over is under way. */
export async function deliver(
  environment: TestWorkflowEnvironment,
  script: Script,
  extra: Partial<DeliveryRequest> = {},
  duringHandOver: (started: Started) => Promise<unknown> = async () => undefined,
): Promise<Delivered> {
  const { promise: begun, resolve: begin } = withResolvers<Started>()
  const carrier = new ScriptedCarrier(environment, script, async () => duringHandOver(await begun))
  const worker = await createWorker(environment, carrier.activities, { providers: carrier.providers })
  return worker.runUntil(async () => {
    const started = await startSkipping(environment, { ...request, ...extra })
    begin(started)
    const packet = await started.result()
    await replayAgain(started.handle)
    return { packet, carrier, started }
  })
}

/** Newer Node versions have this as `Promise.withResolvers`. */
function withResolvers<T>() {
  let resolve: (value: T) => void = () => undefined
  const promise = new Promise<T>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}
