'use client'
import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Health } from '@/lib/contract/streams'
import { HoldLine } from './hold-line'
import { StuckLine } from './stuck-line'

interface HealthLineProps {
  health: Health | undefined
  /** How many packets an operator's pause keeps waiting; stands in the line about the pause. */
  held?: ReactNode
  /** Stands here while everything works. */
  children?: ReactNode
}

/**
 * One line under the title: what the page is about, or what keeps it from working and what to do. Only trouble is
 * announced; counts and ages that tick would be read out again and again.
 */
export function HealthLine({ health, held, children }: HealthLineProps) {
  const trouble = health === undefined ? null : troubleOf(health)
  return (
    <>
      <div role="status">
        <HoldLine sending={health?.sending ?? null} held={held} />
        <StuckLine count={health?.stuck ?? null} />
        {health?.warnings.map((warning) => (
          <p key={warning} className="flex items-start gap-1.5 text-silent">
            <TriangleAlert aria-hidden size={16} className="mt-0.5 shrink-0" />
            <span className="wrap-anywhere">{warning}</span>
          </p>
        ))}
        {trouble !== null && (
          <p className="flex items-start gap-1.5 text-silent">
            <TriangleAlert aria-hidden size={16} className="mt-0.5 shrink-0" />
            <span>
              <strong className="font-semibold">{trouble.title}</strong>{' '}
              <span className="text-ink">{trouble.next}</span>
            </span>
          </p>
        )}
      </div>
      {trouble === null && children}
    </>
  )
}

/** The server knows why; what it means for a reader is the same whatever it is. */
function downWords(part: string, reason: string, meaning: string): { title: string; next: string } {
  const [, why] = reason.split(/cannot be reached[:.] ?/)
  if (why === undefined) return { title: `${part} cannot be used.`, next: `${reason} ${meaning}` }
  return { title: `${part} cannot be reached.`, next: `${capitalized(why)} ${meaning}`.trim() }
}

const storeMeaning = 'What you see may be old, and nothing can be submitted. This page recovers by itself.'
const temporalMeaning =
  'Packets and receipts are accepted and stored, and go on when it is back. This page recovers by itself.'

function capitalized(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`
}

/** The words for each way in which the parts behind a page can be down; null when they work. */
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
