'use client'
import { CirclePause, TriangleAlert } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { Glyph } from '@/components/route/glyph'
import { stuckLook } from '@/components/route/looks'
import { Since } from '@/components/time/ago'
import { counted } from '@/components/ui/format'
import { withParams } from '@/lib/client/api'
import { pagePaths } from '@/lib/contract/paths'
import type { Health } from '@/lib/contract/streams'

interface HealthLineProps {
  health: Health | undefined
  /** How many packets an operator's pause holds back; shown in the line about the pause. */
  held?: ReactNode
  /** Shown while everything works. */
  children?: ReactNode
}

/**
 * The line under the title: what the page is about, or what is wrong and what to do. Only trouble is a live region;
 * counts and ages would be read out on every change.
 */
export function HealthLine({ health, held, children }: HealthLineProps) {
  const trouble = health === undefined ? null : troubleOf(health)
  return (
    <>
      <div role="status">
        <HoldLine sending={health?.sending ?? null} held={held} />
        <StuckLine count={health?.stuck ?? null} />
        {health?.warnings.map((warning) => (
          <Warning key={warning}>{warning}</Warning>
        ))}
        {trouble !== null && (
          <Warning>
            <strong className="font-semibold">{trouble.title}</strong>{' '}
            <span className="text-ink">{trouble.next}</span>
          </Warning>
        )}
      </div>
      {trouble === null && children}
    </>
  )
}

function Warning({ children }: { children: ReactNode }) {
  return (
    <p className="flex items-start gap-1.5 text-silent">
      <TriangleAlert aria-hidden size={16} className="mt-0.5 shrink-0" />
      <span className="wrap-anywhere">{children}</span>
    </p>
  )
}

/** The cause is the server's text; the meaning for the reader does not depend on it. */
function downWords(part: string, reason: string, meaning: string): { title: string; next: string } {
  const [, why] = reason.split(/cannot be reached[:.] ?/)
  if (why === undefined) return { title: `${part} cannot be used.`, next: `${reason} ${meaning}` }
  return { title: `${part} cannot be reached.`, next: `${capitalized(why)} ${meaning}`.trim() }
}

const storeMeaning = 'What you see may be old, and nothing can be submitted. This page recovers by itself.'
const temporalMeaning =
  'Packets and receipts are accepted and stored, and go on once Temporal is back. This page recovers by itself.'

function capitalized(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`
}

/** The words for the part that is down; null if all work. */
function troubleOf(health: Health): { title: string; next: string } | null {
  const reason = health.reasons.join(' ')
  if (health.store === 'down') return downWords('PostgreSQL', health.reasons[0] ?? '', storeMeaning)
  if (health.temporal === 'down') return downWords('Temporal', reason, temporalMeaning)
  if (health.workers === 0) {
    return {
      title: 'No worker is polling.',
      next: 'Packets are accepted and safely queued, but none moves until a worker runs: npm start.',
    }
  }
  return null
}

/** Every page says so while sending is paused or resumes gradually. */
function HoldLine({ sending, held }: { sending: Health['sending']; held: ReactNode }) {
  const elsewhere = usePathname() !== pagePaths.providers
  if (sending === null) return null
  const paused = sending.state === 'paused'
  return (
    <p className="my-2 flex items-start gap-1.5 rounded-md border border-silent bg-silent-wash px-3 py-1.5 text-ink">
      <CirclePause aria-hidden size={16} className="mt-0.5 shrink-0 text-silent" />
      <span className="min-w-0 break-words">
        <strong className="font-semibold">
          {paused ? 'All sending is paused' : 'Sending resumes gradually'}
        </strong>{' '}
        <Since iso={sending.since} />
        {': '}
        <bdi>{sending.reason.replace(/[.\s]+$/, '')}</bdi>
        {'. '}
        {paused ? 'Packets are accepted and wait.' : 'Some packets still wait for their turn.'}{' '}
        <span aria-live="off">{held}</span>{' '}
        {elsewhere && (
          <Link href={pagePaths.providers} className="text-accent underline underline-offset-2">
            See providers
          </Link>
        )}
      </span>
    </p>
  )
}

/** Packets that seem to be under way but are stuck. Renders nothing if none is known. */
function StuckLine({ count }: { count: number | null }) {
  if (count === null || count === 0) return null
  return (
    <p className="mb-2 flex items-start gap-1.5 rounded-md border border-bad bg-bad-wash px-3 py-1.5 text-ink">
      <span className="mt-0.5 shrink-0">
        <Glyph look={stuckLook} />
      </span>
      <span className="min-w-0">
        <strong className="font-semibold">{counted(count, 'packet is', 'packets are')} stuck:</strong> no
        worker can go on with {count === 1 ? 'it' : 'them'}.{' '}
        <Link
          href={withParams(pagePaths.packets, { flag: 'stuck' })}
          prefetch={false}
          className="underline underline-offset-4 hover:text-accent"
        >
          Show {count === 1 ? 'it' : 'them'}
        </Link>
      </span>
    </p>
  )
}
