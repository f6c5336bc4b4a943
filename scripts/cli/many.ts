/** Many packets at once, a bounded number of requests at a time. */
import { setMaxListeners } from 'node:events'
import pLimit from 'p-limit'
import type { Submission } from '@/lib/contract/submission'
import type { Packet } from '@/lib/packet/packet'
import { Instance } from './instance'
import { waitForEnding } from './wait-for-ending'

/** More would only queue up in the web process. */
const submittedAtOnce = 16
/** Each one waited for holds an event stream open. */
const watchedAtOnce = 64

export interface Many {
  /** In the order of submission; those that were accepted before something went wrong. */
  packets: Packet[]
  /** What stopped it early. */
  failure: unknown
}

/**
 * Submits the same contents `count` times, each a packet of its own. The first failure ends the submitting
 * and the waiting; submissions under way are still answered.
 */
export async function submitMany(
  submission: Submission,
  { count, wait }: { count: number; wait: boolean },
  instance: Instance,
  onDone: (done: number) => void,
): Promise<Many> {
  const submitting = pLimit(submittedAtOnce)
  const watching = pLimit(watchedAtOnce)
  const packets: (Packet | undefined)[] = Array.from({ length: count })
  const failures: unknown[] = []
  const stop = new AbortController()
  const watched = new Instance(instance.url, AbortSignal.any([instance.signal, stop.signal]))
  setMaxListeners(watchedAtOnce, watched.signal)
  let done = 0
  const handleOne = async (index: number): Promise<void> => {
    const accepted = await submitting(async () => (failures.length > 0 ? null : instance.submit(submission)))
    if (accepted === null) return
    packets[index] = accepted
    if (wait) packets[index] = await watching(() => waitForEnding(accepted, watched))
    done += 1
    onDone(done)
  }
  const fail = (error: unknown) => {
    failures.push(error)
    stop.abort()
  }
  await Promise.all(packets.map((_, index) => handleOne(index).catch(fail)))
  return { packets: packets.filter((packet) => packet !== undefined), failure: failures[0] ?? null }
}
