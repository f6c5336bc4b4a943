/** What a packet waits for while nobody can or may be handed it. */
import { type GraceCause, type Ledger, type LedgerAttempt, pendingAttempt } from './ledger'
import type { WaitReason } from './packet'

const causes: Record<WaitReason, string> = {
  outage: 'no provider can be reached',
  paused: 'all sending is paused',
  unavailable: 'no provider may be handed it',
}

/** "waiting: no provider can be reached since 10:42:07 UTC, next try at 10:42:10 UTC"; null when it does not wait. */
export function waitingInWords(ledger: Ledger): string | null {
  const { waiting } = ledger
  if (waiting === null) return null
  const detail = waiting.detail === null || waiting.why === 'outage' ? '' : ` (${waiting.detail})`
  const moment = momentWithin(waiting.since, waiting.nextTryAt)
  const cause = `waiting: ${causes[waiting.why]}${detail} since ${moment(waiting.since)}`
  const attempt = pendingAttempt(ledger)
  if (attempt?.handOver.state === 'SENDING') return `${cause}, trying ${attempt.provider} again`
  return `${cause}, next try at ${moment(waiting.nextTryAt)}`
}

/**
 * "waiting for receipts: our intake was not up all the time since 10:42:07 UTC, so RouteA has until 10:42:47 UTC".
 * Takes the end of the grace in milliseconds since the epoch.
 */
export function graceInWords({ provider, graceCause }: LedgerAttempt, until: number): string {
  if (graceCause === null)
    return `we were down during the attempt, so ${provider} gets more time for its receipt`
  const moment = momentWithin(graceCause.since, until)
  return `waiting for receipts: ${graceCauses[graceCause.why]} ${moment(graceCause.since)}, so ${provider} has until ${moment(until)}`
}

const graceCauses: Record<GraceCause['why'], string> = {
  intake: 'our intake was not up all the time since',
  timer: 'Temporal or every worker was away when its time ran out at',
}

/** Words for moments of a wait; one that lasts over midnight names its days. */
function momentWithin(from: number, to: number): (at: number) => string {
  const sameDay = iso(from).slice(0, 10) === iso(to).slice(0, 10)
  return (at) => {
    const [day, time] = iso(at).split(/[T.]/)
    return sameDay ? `${time} UTC` : `${day} ${time} UTC`
  }
}

function iso(at: number): string {
  return new Date(at).toISOString()
}
