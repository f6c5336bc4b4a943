/** What a packet waits for while nobody can or may be handed it. */
import { type Ledger, type LedgerWaiting, pendingAttempt } from './ledger'
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
  const cause = `waiting: ${causes[waiting.why]}${detail} since ${moment(waiting.since, waiting)}`
  const attempt = pendingAttempt(ledger)
  if (attempt?.handOver.state === 'SENDING') return `${cause}, trying ${attempt.provider} again`
  return `${cause}, next try at ${moment(waiting.nextTryAt, waiting)}`
}

/** A wait that lasts over midnight names its days. */
function moment(at: number, { since, nextTryAt }: LedgerWaiting): string {
  const [day, time] = new Date(at).toISOString().split(/[T.]/)
  const sameDay = new Date(since).getUTCDate() === new Date(nextTryAt).getUTCDate()
  return sameDay ? `${time} UTC` : `${day} ${time} UTC`
}
