'use client'
import { CirclePause } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { Since } from '@/components/time/ago'
import { pagePaths } from '@/lib/contract/paths'
import type { Health } from '@/lib/contract/streams'

/** An operator keeps packets from being sent: nobody may miss it, whatever page they look at. */
export function HoldLine({ sending, held }: { sending: Health['sending']; held: ReactNode }) {
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
