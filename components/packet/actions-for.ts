/** The actions that a packet's state allows, as far as the page knows. The API refuses one that is out of date. */
import { isAwaited, isBeingHandedOver } from '@/components/route/attempt-words'
import { type ActionName, actionNames } from '@/lib/packet/action'
import { type Attempt, hasEnded, type Packet } from '@/lib/packet/packet'

export type Telling = Extract<ActionName, 'confirm' | 'refuse'>

/** The possible actions, in the order in which they are offered. */
export function actionsFor(packet: Packet): ActionName[] {
  const { status, attempts, maxAttempts } = packet
  const goesOn = !hasEnded(status)
  const pending = attempts.some(({ outcome }) => outcome === 'PENDING')
  const timed = attempts.some((attempt) => isBeingHandedOver(attempt) || isAwaited(attempt))
  const more = goesOn && attempts.length < maxAttempts
  const possible: Record<ActionName, boolean> = {
    'fail-over': pending && more,
    extend: timed,
    skip: more,
    prefer: more,
    confirm: attemptsToTell(packet, 'confirm').length > 0,
    refuse: attemptsToTell(packet, 'refuse').length > 0,
  }
  return actionNames.filter((name) => possible[name])
}

/** The attempts on which an operator may give a verdict; not a pending attempt that is not handed over yet. */
export function attemptsToTell({ attempts }: Packet, telling: Telling): Attempt[] {
  return attempts.filter(({ outcome, handOver, receipt, settled }) => {
    if (outcome === 'PENDING') return handOver.state === 'ACCEPTED'
    const isUnsent = handOver.state !== 'ACCEPTED' && handOver.status === null
    if (isUnsent && (settled || handOver.state === 'SENDING')) return false
    if (telling === 'confirm') return receipt?.delivered !== true
    return receipt === null && !settled
  })
}

/** The providers that the packet was not handed to and does not skip. */
export function untriedOf({ attempts, actions }: Packet, providers: readonly string[]): string[] {
  const tried = attempts.map(({ provider }) => provider)
  const skipped = actions.flatMap((action) => (action.do === 'skip' ? action.provider : []))
  return providers.filter((name) => !tried.includes(name) && !skipped.includes(name))
}
