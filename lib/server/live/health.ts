/** Whether Temporal answers and workers are alive: one check for everybody who asks at about the same time. */
import 'server-only'
import type { Health } from '@/lib/contract/streams'
import { ApiError } from '@/lib/server/api-error'
import { sharedDirectory } from '@/lib/server/directory/read'
import { showSending } from '@/lib/server/directory/view'
import { stuckCount } from '@/lib/server/packets/counts'
import { processWide } from '@/lib/server/process-wide'
import { countLiveWorkers } from '@/lib/server/temporal/workers'

const maxAgeMs = 1000
const patienceMs = 2000

const latest = processWide('health', () => ({
  // By a clock that nobody sets: by one that is set back, an old answer would stay young for as long as that was.
  at: Number.NEGATIVE_INFINITY,
  health: Promise.resolve<Omit<Health, 'warnings'> | null>(null),
}))

const callback = processWide<{ said: string | null }>('callback-warning', () => ({ said: null }))

/** What is wrong with the address that carriers are told; null when nothing is. Goes with every health from now on. */
export function warnOfCallback(said: string | null): void {
  callback().said = said
}

/** At most about a second old. Never fails: an outage is an answer. */
export async function getHealth(): Promise<Health> {
  const known = latest()
  if (performance.now() - known.at > maxAgeMs) {
    known.at = performance.now()
    known.health = askHealth()
  }
  const health = (await known.health) ?? (await askHealth())
  const { said } = callback()
  return { ...health, warnings: said === null ? [] : [said] }
}

async function askHealth(): Promise<Omit<Health, 'warnings'>> {
  try {
    const [workers, sending, stuck] = await Promise.all([countLiveWorkers(patienceMs), hold(), countStuck()])
    const reasons = workers > 0 ? [] : ['No worker is alive. Packets are safe and wait in the queue.']
    return { temporal: 'up', workers, reasons, sending, stuck }
  } catch (error) {
    const reason =
      error instanceof ApiError && error.code === 'NOT_READY' ? error.message : 'Temporal cannot be reached.'
    return { temporal: 'down', workers: null, reasons: [reason], sending: null, stuck: null }
  }
}

/** Null where it cannot be counted, such as on a server that does not know the attribute: that is no outage. */
async function countStuck(): Promise<Health['stuck']> {
  return stuckCount()
    .fresh()
    .catch(() => null)
}

async function hold(): Promise<Health['sending']> {
  const { state } = await sharedDirectory().fresh()
  const { paused, since, reason } = showSending(state, Date.now())
  return since === null || reason === null ? null : { state: paused ? 'paused' : 'resuming', since, reason }
}
