import Link from 'next/link'
import { Told } from '@/components/ui/told'
import { pagePaths } from '@/lib/contract/paths'

interface WaitingWordsProps {
  children: string
  /** A packet that the sentence names; null where it names none. */
  packetId: string | null
}

/** A sentence about what a queue waits for, with the packet's id as a link to its page. */
export function WaitingWords({ children, packetId }: WaitingWordsProps) {
  const at = packetId === null ? -1 : children.indexOf(packetId)
  if (packetId === null || at === -1) return <Told>{children}</Told>
  return (
    <>
      <Told>{children.slice(0, at)}</Told>
      <Link
        href={pagePaths.packet(packetId)}
        prefetch={false}
        translate="no"
        className="font-mono text-[0.92em] wrap-anywhere underline underline-offset-4 hover:text-accent"
      >
        {packetId}
      </Link>
      <Told>{children.slice(at + packetId.length)}</Told>
    </>
  )
}
