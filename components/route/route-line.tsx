'use client'
import { clsx } from 'clsx'
import { Name, Told } from '@/components/ui/told'
import { Tooltip } from '@/components/ui/tooltip'
import type { Attempt, Packet } from '@/lib/packet/packet'
import type { WaitReason } from '@/lib/packet/reason'
import { attemptOutcome, attemptSentence } from './attempt-words'
import { StopGlyph } from './glyph'
import { outcomeLooks, toneWash } from './looks'

/** Draws this many of the last stops; those before them are only counted. */
const mostDrawn = 4
/** With at most this many stops all have their names; otherwise only the last one. */
const mostNamed = 3
/** Names up to this long are never shortened. */
const shortName = 4

interface RouteLineProps {
  packet: Packet
  /** Other content shares the space, so only the last stop is named. */
  brief: boolean
}

/**
 * The route of one packet, small enough for a row: one stop per attempt, in order. On touch screens it ignores the
 * pointer, because a finger cannot hover: a tap reaches the link to the packet below.
 */
export function RouteLine({ packet, brief }: RouteLineProps) {
  const { attempts } = packet
  const drawn = attempts.slice(-mostDrawn)
  const allNamed = !brief && attempts.length <= mostNamed
  const stuck = packet.stuck !== null
  if (attempts.length === 0) return <span className="min-w-0 truncate text-faint">{untried(packet)}</span>
  return (
    <Tooltip
      label={`Route: ${attempts.map((attempt) => attemptSentence(attempt, stuck)).join('; ')}`}
      className="relative z-10 flex h-7 max-w-full min-w-0 cursor-default items-center overflow-hidden pointer-coarse:pointer-events-none"
      content={() => <RouteDetails attempts={attempts} stuck={stuck} />}
    >
      {drawn.length < attempts.length && (
        <span className="mr-1 shrink-0 text-xs text-soft">+{attempts.length - drawn.length}</span>
      )}
      {drawn.map((attempt, index) => (
        <Stop
          key={attempt.number}
          attempt={attempt}
          first={index === 0}
          failed={packet.failedRouteProviders.includes(attempt.provider)}
          named={allNamed || index === drawn.length - 1}
        />
      ))}
    </Tooltip>
  )
}

/** Why a packet waits that no provider can or may be handed. */
const waitWords: Record<WaitReason, string> = {
  outage: 'No provider can be reached',
  paused: 'Waits for the pause to end',
  unavailable: 'No provider may be handed it',
}

/** To the minute, in UTC, so that server and browser render the same. */
function dueText({ deliverAt, quietUntil }: Packet): string {
  const due = [deliverAt, quietUntil]
    .flatMap((at) => at ?? [])
    .toSorted()
    .at(-1)
  return due === undefined ? '' : `${due.slice(0, 16).replace('T', ' ')} UTC`
}

function untried(packet: Packet): string {
  if (packet.stuck !== null) return 'No provider tried yet'
  if (packet.status === 'SCHEDULED') return `Due ${dueText(packet)}`
  if (packet.status === 'QUEUED') return 'Waits for its turn'
  if (packet.waiting !== null) return waitWords[packet.waiting.why]
  if (packet.lookup !== null && packet.status === 'ROUTING') return 'Look-up is tried again'
  return packet.status === 'ROUTING' ? 'Looking up a route' : 'No provider tried'
}

interface StopProps {
  attempt: Attempt
  first: boolean
  named: boolean
  failed: boolean
}

function Stop({ attempt, first, named, failed }: StopProps) {
  return (
    <>
      {!first && (
        <span aria-hidden className={clsx('h-px shrink-0 bg-edge', named ? 'mx-1 w-2.5' : 'mx-0.5 w-0.5')} />
      )}
      {named ? (
        <NamedStop attempt={attempt} failed={failed} />
      ) : (
        <span className="shrink-0">
          <StopGlyph attempt={attempt} />
        </span>
      )}
    </>
  )
}

/** A provider that did not deliver is highlighted as a chip. */
function NamedStop({ attempt, failed }: { attempt: Attempt; failed: boolean }) {
  const { provider, outcome } = attempt
  const long = provider.length > shortName
  return (
    <span
      className={clsx(
        'flex h-6 items-center gap-1 rounded-sm',
        long ? 'min-w-14' : 'shrink-0',
        failed && `px-1 ${toneWash[outcomeLooks[outcome].tone]}`,
      )}
    >
      <StopGlyph attempt={attempt} />
      <span className="foreign truncate text-xs">{provider}</span>
    </span>
  )
}

function RouteDetails({ attempts, stuck }: { attempts: readonly Attempt[]; stuck: boolean }) {
  return (
    <span className="grid gap-1.5">
      {attempts.map((attempt) => (
        <span key={attempt.number} className="flex items-center gap-2">
          <StopGlyph attempt={attempt} />
          <span>
            <Name>{attempt.provider}</Name>{' '}
            <span className="text-soft">
              <Told>{attemptOutcome(attempt, stuck)}</Told>
            </span>
          </span>
        </span>
      ))}
    </span>
  )
}
