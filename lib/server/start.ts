/** What the web process does before it serves its first request, and when it is told to stop. */
import 'server-only'
import { setTimeout as pause } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { checkCallback } from '@/lib/carrier/callback-check'
import { EnvError } from '@/lib/contract/env'
import { listeningFault } from '@/lib/store/changes'
import { migrateStore, StoreError, storeErrorOf } from '@/lib/store/store'
import { startTracing } from '@/lib/tracing/tracing'
import { settingExamples, settings } from './env'
import { getHealth, warnOfCallback } from './live/health'
import { hub } from './live/hub'
import { watchBacklog } from './overview/backlog'
import { statusCounts } from './packets/counts'
import { log, noteStopping } from './process'
import { closeIntake } from './receipts/intake'
import { tally } from './receipts/tally'
import { keepMerging } from './scoreboard'
import { keepSelfTests } from './self-test/self-tests'
import { watchForSetBack } from './set-back'

/** Ends the process when its settings are not usable. */
export async function startServer(): Promise<void> {
  try {
    settings()
    await startTracing('waybill-web', process.env)
    await migrateWhenReachable()
  } catch (error) {
    if (error instanceof EnvError) stopWith(error)
    throw error
  }
  // Hundreds of open views leave garbage that would otherwise stay for hours.
  setFlagsFromString('--heap-growing-percent=30')
  await watchForSetBack()
  keepMerging()
  watchBacklog()
  keepSelfTests()
  // Create the tally now: it shows since when it counts, which must not depend on the first receipt.
  tally()
  // Connect and count early, so that the first visitor does not wait. An outage does not prevent the start.
  void getHealth().then(({ reasons }) => {
    for (const reason of reasons) log().warn(reason)
  })
  statusCounts()
    .refresh()
    .catch(() => undefined)
}

/** If the store is unreachable, retries in the background: the process can serve pages that report the outage. */
async function migrateWhenReachable(): Promise<void> {
  try {
    await migrateStore(settings().databaseUrl)
    await requireListening()
  } catch (error) {
    const told = storeErrorOf(error)
    if (!(told instanceof StoreError && told.isOutage)) throw told
    log().warn({ err: told }, 'PostgreSQL cannot be reached; it is tried again until it can')
    void pause(firstPauseMs, undefined, { ref: false }).then(migrateWhenReachable).catch(endProcess)
  }
}

/** Fails the start if notifications do not arrive: live views would silently lag by a second. @throws EnvError */
async function requireListening(): Promise<void> {
  const { databaseUrl, databaseListenUrl } = settings()
  const fault = await listeningFault(databaseUrl, databaseListenUrl)
  if (fault === null) return
  throw new EnvError(
    `DATABASE_LISTEN_URL: ${fault.replace(/\.$/, '')}. Name the same database without a pooler in between. Example: DATABASE_LISTEN_URL=${settingExamples.DATABASE_LISTEN_URL}`,
  )
}

function endProcess(error: unknown): never {
  if (error instanceof EnvError) stopWith(error)
  log().fatal({ err: error }, 'the tables cannot be brought up to date')
  process.exit(1)
}

/** Pause between two tries, with back-off: a proxy may start later than this process, or be corrected while it runs. */
const firstPauseMs = 2_000
const longestPauseMs = 60_000

/**
 * Probes the callback address that carriers are told, once this process serves requests, and warns while it does not
 * lead here.
 */
export function watchCallbackUrl(): void {
  const { callbackUrl } = settings()
  if (callbackUrl !== null) void askUntilRight(callbackUrl)
}

async function askUntilRight(callbackUrl: string): Promise<void> {
  let told = ''
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
    const answer = await checkCallback(callbackUrl, settings().tokenKeys)
    // A silent address may still be reachable for carriers, so that is only logged.
    warnOfCallback(answer.is === 'right' || answer.is === 'silent' ? null : answer.said)
    if (answer.is === 'right') return
    if (answer.said !== told) log().warn(answer.said)
    told = answer.said
    await pause(pauseMs, undefined, { ref: false })
  }
}

/**
 * Must be called when the process is told to stop: the server waits for open responses, and a live view never ends by
 * itself.
 */
export function closeStreams(): void {
  noteStopping()
  hub().close()
  closeIntake()
}

function stopWith({ message }: EnvError): never {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}
