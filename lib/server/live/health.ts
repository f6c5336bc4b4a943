/**
 * Whether the store and Temporal answer, and whether workers are alive. Callers that ask at about the same time share
 * one check.
 */
import 'server-only'
import { setTimeout as pause } from 'node:timers/promises'
import type { Health } from '@/lib/contract/streams'
import { ApiError } from '@/lib/server/api-error'
import { sharedDirectory, showSending } from '@/lib/server/directory/read'
import { settings } from '@/lib/server/env'
import { stuckCount } from '@/lib/server/packets/counts'
import { log } from '@/lib/server/process'
import { processWide } from '@/lib/server/process-wide'
import { setBackTrouble } from '@/lib/server/set-back'
import { callStore } from '@/lib/server/store'
import { countLiveWorkers } from '@/lib/server/temporal/describe'
import { countDisabled } from '@/lib/store/receivers'
import { explainTrouble } from '@/lib/temporal/trouble'

const maxAgeMs = 1000
const patienceMs = 2000

const latest = processWide('health', () => ({
  // A monotonic clock: if a wall clock were set back, an old answer would count as fresh for that long.
  at: Number.NEGATIVE_INFINITY,
  health: Promise.resolve<Asked | null>(null),
}))

const callback = processWide<{ said: string | null }>('callback-warning', () => ({ said: null }))

/**
 * Sets the warning about the callback address that every health answer carries from now on; null when there is none.
 */
export function warnOfCallback(said: string | null): void {
  callback().said = said
}

/** At most about a second old. Never rejects: an outage is part of the answer. */
export async function getHealth(): Promise<Health> {
  const known = latest()
  if (performance.now() - known.at > maxAgeMs) {
    known.at = performance.now()
    known.health = askHealth()
  }
  const { disabledSubscriptions, ...health } = (await known.health) ?? (await askHealth())
  const { said } = callback()
  const warnings = [said, disabledWords(disabledSubscriptions)].filter((warning) => warning !== null)
  return { ...health, warnings }
}

type Asked = Omit<Health, 'warnings'> & { disabledSubscriptions: number }

function disabledWords(count: number): string | null {
  if (count === 0) return null
  if (count === 1)
    return 'A subscription is disabled. Its notifications wait; enable it on the Notifications page.'
  return `${count} subscriptions are disabled. Their notifications wait; enable them on the Notifications page.`
}

async function askHealth(): Promise<Asked> {
  const [engine, kept] = await Promise.all([askTemporal(), askStore()])
  return { ...engine, ...kept, reasons: [...kept.reasons, ...engine.reasons] }
}

async function askStore(): Promise<Pick<Asked, 'store' | 'sending' | 'reasons' | 'disabledSubscriptions'>> {
  try {
    const disabledSubscriptions = await callStore(countDisabled)
    const trouble = setBackTrouble()
    if (trouble !== null) return { store: 'down', sending: null, reasons: [trouble], disabledSubscriptions }
    return { store: 'up', sending: await hold(), reasons: [], disabledSubscriptions }
  } catch (error) {
    log().debug({ err: error }, 'the store does not answer')
    const reason = 'PostgreSQL cannot be reached. Check that it runs, and DATABASE_URL.'
    return { store: 'down', sending: null, reasons: [reason], disabledSubscriptions: 0 }
  }
}

async function askTemporal(): Promise<Pick<Asked, 'temporal' | 'workers' | 'stuck' | 'reasons'>> {
  try {
    const [workers, stuck] = await Promise.all([countLiveWorkers(patienceMs), countStuck()])
    const reasons = workers > 0 ? [] : ['No worker is alive. Packets are safe and wait in the queue.']
    return { temporal: 'up', workers, stuck, reasons }
  } catch (error) {
    return { temporal: 'down', workers: null, stuck: null, reasons: [await whyDown(error)] }
  }
}

const explained = processWide<{ at: number; sentence: Promise<string> | null }>('temporal-trouble', () => ({
  at: Number.NEGATIVE_INFINITY,
  sentence: null,
}))

/** The explanation connects to the address again. During an outage of hours that need not happen every second. */
const explainedForMs = 5_000

/** Why Temporal is down, and what to do. */
async function whyDown(error: unknown): Promise<string> {
  if (error instanceof ApiError && error.code === 'NOT_READY') return error.message
  const cause = error instanceof ApiError ? error.cause : error
  const known = explained()
  if (known.sentence === null || performance.now() - known.at > explainedForMs) {
    known.at = performance.now()
    known.sentence = explainTrouble(cause, settings().temporal)
  }
  // The explanation usually takes a moment. A reader does not wait longer than this for it.
  const later = pause(patienceMs / 2, 'Temporal cannot be reached.', { ref: false })
  return Promise.race([known.sentence, later])
}

/**
 * Null where stuck packets cannot be counted, such as on a server without the search attribute. That is not an
 * outage.
 */
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
