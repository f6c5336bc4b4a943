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
import { closeIntake, openIntake } from './receipts/intake'
import { tally } from './receipts/tally'
import { keepMerging } from './scoreboard'
import { keepSelfTests } from './self-test/self-tests'
import { watchForSetBack } from './set-back'

/** Ends the process when its environment is not usable. */
export async function startServer(): Promise<void> {
  try {
    settings()
    await startTracing('waybill-web', process.env)
    await migrateWhenReachable()
  } catch (error) {
    if (error instanceof EnvError) stopWith(error)
    throw error
  }
  // Hundreds of views open at once leave garbage that would otherwise stay for hours.
  setFlagsFromString('--heap-growing-percent=30')
  await openIntake()
  await watchForSetBack()
  keepMerging()
  watchBacklog()
  keepSelfTests()
  // It says since when it counts; that is now, not when the first receipt comes.
  tally()
  // Connects and counts, so that the first visitor need not wait for it; an outage is no reason not to start.
  void getHealth().then(({ reasons }) => {
    for (const reason of reasons) log().warn(reason)
  })
  statusCounts()
    .refresh()
    .catch(() => undefined)
}

/** A store that is away is waited for in the background: pages that say so are better than none. */
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

/** Otherwise live views would follow a second late, with no sign of why. @throws EnvError */
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

/** Between two tries, longer each time: a proxy may start later than we do, or be set right while we run. */
const firstPauseMs = 2_000
const longestPauseMs = 60_000

/** Asks the address that carriers are told, once this process answers, and warns for as long as it leads elsewhere. */
export function watchCallbackUrl(): void {
  const { callbackUrl } = settings()
  if (callbackUrl !== null) void askUntilRight(callbackUrl)
}

async function askUntilRight(callbackUrl: string): Promise<void> {
  let told = ''
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
    const answer = await checkCallback(callbackUrl, settings().tokenKeys)
    // An address that is only silent from here may be reached by carriers: that is for the log alone.
    warnOfCallback(answer.is === 'right' || answer.is === 'silent' ? null : answer.said)
    if (answer.is === 'right') return
    if (answer.said !== told) log().warn(answer.said)
    told = answer.said
    await pause(pauseMs, undefined, { ref: false })
  }
}

/** To be called when the process is told to stop: it waits for open answers, and a live view never ends by itself. */
export function closeStreams(): void {
  noteStopping()
  hub().close()
  closeIntake()
}

function stopWith({ message }: EnvError): never {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}
