'use client'
import { clsx } from 'clsx'
import Link from 'next/link'
import { Fragment, memo } from 'react'
import { Glyph } from '@/components/route/glyph'
import { statusLooks, stuckLook } from '@/components/route/looks'
import { useClock } from '@/components/time/clock'
import { shortenMiddle } from '@/components/ui/format'
import { Spacer, useRowWindow } from '@/components/ui/row-window'
import type { BoardPacket } from '@/lib/client/live-board'
import { pagePaths } from '@/lib/contract/paths'
import { attemptWords, stateWords } from './lane-words'
import type { Scene, Stage } from './stage'
import { useHold } from './use-hold'

const grid =
  'grid items-center gap-x-4 px-3 grid-cols-[minmax(0,1fr)_minmax(0,auto)] lg:grid-cols-[minmax(112px,1fr)_minmax(126px,1fr)_minmax(112px,1.2fr)_minmax(0,3fr)]'

interface BoardTableProps {
  scene: Scene
  stage: Stage
  now: () => number
}

/** The board's packets in words, in the order of their lanes. Rows keep their places while pointed at or focused. */
export function BoardTable({ scene, stage, now }: BoardTableProps) {
  // Render every second: remaining times count down between two changes of the board.
  useClock(1_000, (at) => at)
  const packets = packetsOf(scene)
  const { hold, release } = useHold(stage)
  const part = useRowWindow(packets.length)
  return (
    <table
      ref={part.tableRef}
      aria-label="Packets on the board"
      aria-rowcount={packets.length + 1}
      onPointerMove={(event) => event.pointerType === 'mouse' && hold()}
      onPointerLeave={release}
      onFocus={hold}
      onBlur={release}
      className="block min-h-80 rounded-lg border border-line bg-panel"
    >
      <thead className="sticky top-0 z-20 block rounded-t-lg border-b border-line bg-panel max-lg:sr-only">
        <tr aria-rowindex={1} className={clsx(grid, 'h-9 text-left text-xs text-soft')}>
          {['Status', 'Id', 'Destination', 'Attempts'].map((name) => (
            <th key={name} scope="col" className="font-normal">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="block">
        <Spacer height={part.items[0]?.before ?? 0} />
        {part.items.map(({ index, before }, nth) => {
          const packet = packets[index]
          return (
            packet && (
              <Fragment key={packet.id}>
                {nth > 0 && before > 0 && <Spacer height={before} />}
                <PacketRow packet={packet} index={index} now={secondOf(now())} />
              </Fragment>
            )
          )
        })}
        <Spacer height={part.behind} />
      </tbody>
    </table>
  )
}

function packetsOf({ groups, packets }: Scene): BoardPacket[] {
  return groups.flatMap(({ lanes }) => lanes.flatMap((id) => (id === null ? [] : (packets.get(id) ?? []))))
}

function secondOf(at: number): number {
  return Math.floor(at / 1_000) * 1_000
}

interface PacketRowProps {
  packet: BoardPacket
  /** Counted from 0 over all rows; only the visible ones are in the document. */
  index: number
  now: number
}

function DrawnRow({ packet, index, now }: PacketRowProps) {
  const attempts = packet.attempts.map((attempt) => attemptWords(attempt, now))
  return (
    <tr
      data-index={index}
      aria-rowindex={index + 2}
      className={clsx(
        grid,
        'relative h-22 border-b border-line hover:bg-hover max-lg:content-center lg:h-10',
      )}
    >
      <td className="flex min-w-0 items-center gap-1.5">
        <Glyph look={packet.stuck ? stuckLook : statusLooks[packet.status]} />
        <span className="truncate">{stateWords(packet)}</span>
      </td>
      <td className="min-w-0">
        {/* The link covers the whole row. */}
        <Link
          href={pagePaths.packet(packet.id)}
          prefetch={false}
          aria-label={`Packet ${packet.id}`}
          title={packet.id}
          data-row-link
          translate="no"
          className="block truncate font-mono text-xs after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
        >
          {shortenMiddle(packet.id, 18)}
        </Link>
      </td>
      <td className="min-w-0 truncate max-lg:col-span-2" title={packet.destination} translate="no">
        <bdi>{packet.destination}</bdi>
      </td>
      <td className="min-w-0 truncate text-soft max-lg:col-span-2" title={attempts.join('\n')}>
        {attempts.length === 0 ? 'None yet' : <bdi>{attempts.join('; ')}</bdi>}
      </td>
    </tr>
  )
}

/** Renders when the packet changes, and each second until the packet has ended. */
const PacketRow = memo(DrawnRow, (was, is) => {
  const still = is.packet.endedAt !== null || was.now === is.now
  return was.packet === is.packet && was.index === is.index && still
})
