import { CirclePause, TriangleAlert } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { pagePaths } from '@/lib/contract/paths'
import type { Health } from '@/lib/contract/streams'
import { StuckLine } from './stuck-line'

interface HealthLineProps {
  health: Health | undefined
  /** Stands here while everything works. */
  children: ReactNode
}

/** One line under the title: what the page is about, or what keeps it from working and what to do. */
export function HealthLine({ health, children }: HealthLineProps) {
  const trouble = health === undefined ? null : troubleOf(health)
  return (
    <div role="status" className="min-h-5">
      <HoldLine sending={health?.sending ?? null} />
      <StuckLine count={health?.stuck ?? null} />
      {trouble === null ? (
        children
      ) : (
        <p className="flex items-start gap-1.5 text-silent">
          <TriangleAlert aria-hidden size={16} className="mt-0.5 shrink-0" />
          <span>
            <strong className="font-semibold">{trouble.title}</strong>{' '}
            <span className="text-ink">{trouble.next}</span>
          </span>
        </p>
      )}
    </div>
  )
}

/** An operator keeps packets from being sent: nobody may miss it, whatever page they look at. */
function HoldLine({ sending }: { sending: Health['sending'] }) {
  if (sending === null) return null
  const paused = sending.state === 'paused'
  return (
    <p className="mb-2 flex items-start gap-1.5 rounded-md border border-silent bg-silent-wash px-3 py-1.5 text-ink">
      <CirclePause aria-hidden size={16} className="mt-0.5 shrink-0 text-silent" />
      <span className="min-w-0 break-words">
        <strong className="font-semibold">
          {paused ? 'All sending is paused' : 'Sending resumes gradually'}
        </strong>
        {` since ${sending.since.slice(11, 16)} UTC: `}
        <bdi>{sending.reason}</bdi>
        {'. '}
        {paused ? 'Packets are accepted and wait.' : 'Some packets still wait for their turn.'}{' '}
        <Link href={pagePaths.providers} className="underline underline-offset-4 hover:text-accent">
          See providers
        </Link>
      </span>
    </p>
  )
}

/** The words for each way in which the parts behind a page can be down; null when they work. */
function troubleOf(health: Health): { title: string; next: string } | null {
  if (health.temporal === 'down') {
    return {
      title: 'Temporal cannot be reached.',
      next: 'What you see may be old, and nothing can be submitted. Start Temporal again; this page recovers by itself.',
    }
  }
  if (health.workers === 0) {
    return {
      title: 'No worker is polling.',
      next: 'Packets are accepted and safely queued, but none moves until a worker runs: npm start.',
    }
  }
  return null
}
