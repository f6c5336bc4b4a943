/** What an operator may do with a packet, as far as a page knows; what has changed since is refused with a sentence. */
import { isAwaited, isBeingHandedOver } from '@/components/route/attempt-words'
import { type ActionName, actionNames } from '@/lib/packet/action'
import { type Attempt, hasEnded, type Packet } from '@/lib/packet/packet'

export type Telling = Extract<ActionName, 'confirm' | 'refuse'>

/** In the order in which they are offered. */
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

/** Attempts of which an operator may say how they went; a pending one that is not handed over yet is none of them. */
export function attemptsToTell({ attempts }: Packet, telling: Telling): Attempt[] {
  return attempts.filter(({ outcome, handOver, receipt, settled }) => {
    if (outcome === 'PENDING') return handOver.state === 'ACCEPTED'
    const isUnsent = handOver.state !== 'ACCEPTED' && handOver.status === null
    if (isUnsent && (settled || handOver.state === 'SENDING')) return false
    if (telling === 'confirm') return receipt?.delivered !== true
    return receipt === null && !settled
  })
}

/** Providers that the packet has not been handed to, nor is to skip. */
export function untriedOf({ attempts, actions }: Packet, providers: readonly string[]): string[] {
  const tried = attempts.map(({ provider }) => provider)
  const skipped = actions.flatMap((action) => (action.do === 'skip' ? action.provider : []))
  return providers.filter((name) => !tried.includes(name) && !skipped.includes(name))
}
