'use client'
import { Eye, EyeOff } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { useCommands } from '@/components/ui/commands'
import { useKept } from '@/components/ui/kept'
import { tell } from '@/components/ui/toast'
import type { Packet } from '@/lib/packet/packet'
import { askToNotify } from './desktop'
import { noteWatched, stopWatching, watchedPackets } from './watched'

/** Watches the packet from every page, until nothing more can happen to it. */
export function WatchButton({ packet }: { packet: Packet }) {
  const watching = useKept(watchedPackets).some(({ id }) => id === packet.id)
  const watch = async () => {
    noteWatched(packet)
    const refused = await askToNotify()
    tell(
      refused === null
        ? 'You are notified of its changes while a page of Waybill is open'
        : `${refused}. Changes are shown on the pages of Waybill and in the titles of their tabs`,
    )
  }
  const change = () => {
    if (watching) stopWatching(packet.id)
    else void watch()
  }
  const word = watching ? 'Stop watching' : 'Watch'
  useCommands([{ name: `${word} this packet`, group: 'page', run: change }])
  const Icon = watching ? EyeOff : Eye
  return (
    <Button onClick={change} title="Get notified of its changes on every page" className="max-sm:px-2!">
      <Icon aria-hidden size={14} />
      <span className="max-sm:sr-only">{word}</span>
    </Button>
  )
}
