'use client'
/** The interactive parts of the frame: navigation and theme. */
import { clsx } from 'clsx'
import {
  Bell,
  CalendarClock,
  ChartGantt,
  Ellipsis,
  HeartPulse,
  Layers,
  LayoutDashboard,
  ListChecks,
  ListOrdered,
  type LucideIcon,
  Monitor,
  Moon,
  Package,
  ReceiptText,
  ScrollText,
  Send,
  Sun,
  Waypoints,
} from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { OpenPalette } from '@/components/commands/open-palette'
import { LinkPending } from '@/components/ui/link-pending'
import { Segmented } from '@/components/ui/segmented'
import { pagePaths } from '@/lib/contract/paths'
import { chooseTheme, useTheme } from './chosen-theme'
import type { Theme } from './theme'

export const places = [
  { path: pagePaths.overview, name: 'Overview', icon: LayoutDashboard },
  { path: pagePaths.packets, name: 'Packets', icon: Package },
  { path: pagePaths.board, name: 'Board', icon: ChartGantt },
  { path: pagePaths.submit, name: 'Submit', icon: Send },
  { path: pagePaths.batches, name: 'Batches', icon: Layers },
  { path: pagePaths.bulkActions, name: 'Bulk actions', icon: ListChecks },
  { path: pagePaths.providers, name: 'Providers', icon: Waypoints },
  { path: pagePaths.queues, name: 'Queues', icon: ListOrdered },
  { path: pagePaths.recurring, name: 'Recurring', icon: CalendarClock },
  { path: pagePaths.receipts, name: 'Receipts', icon: ReceiptText },
  { path: pagePaths.health, name: 'Health', icon: HeartPulse },
  { path: pagePaths.notifications, name: 'Notifications', icon: Bell },
  { path: pagePaths.audit, name: 'Audit', icon: ScrollText },
] as const

/** Apart from the places: its link stands below them, and is not prefetched. */
export const reference = { path: pagePaths.reference, name: 'API reference' } as const

type Place = (typeof places)[number]

/** All places, in the rail of a wide screen. */
export function RailLinks() {
  const here = usePathname()
  return (
    <ul className="contents">
      {places.map((place) => (
        <li key={place.path} className="contents">
          <PlaceLink
            place={place}
            here={here}
            className="flex h-8 items-center gap-2.5 rounded-md px-2.5 hover:bg-hover aria-[current]:bg-hover"
          />
        </li>
      ))}
    </ul>
  )
}

/** The number of places in a phone's bar, beside "Find" and "More". */
const mostInBar = 4

const barItem = 'flex h-14 flex-col items-center justify-center gap-0.5 text-xs'

/** The first places in a phone's bar; "More" opens the others above it. */
export function BarLinks() {
  const here = usePathname()
  const others = places.slice(mostInBar)
  const isAmongOthers = others.some(({ path }) => isHere(path, here))
  return (
    <ul className="contents">
      {places.slice(0, mostInBar).map((place) => (
        <li key={place.path} className="contents">
          <PlaceLink place={place} here={here} className={barItem} />
        </li>
      ))}
      <li className="contents">
        <OpenPalette className={clsx(barItem, 'text-soft')}>Find</OpenPalette>
      </li>
      <li className="contents">
        {/* The key closes the menu when another page opens. */}
        <details key={here}>
          <summary
            className={clsx(
              barItem,
              'list-none [&::-webkit-details-marker]:hidden',
              isAmongOthers ? 'text-ink' : 'text-soft',
            )}
          >
            <Ellipsis aria-hidden size={18} className={isAmongOthers ? 'text-accent' : undefined} />
            More
          </summary>
          <ul className="absolute inset-x-0 bottom-full border-t border-line bg-panel p-2 shadow-float">
            {others.map((place) => (
              <li key={place.path}>
                <PlaceLink
                  place={place}
                  here={here}
                  className="flex h-11 items-center gap-2.5 rounded-md px-3 aria-[current]:bg-hover"
                />
              </li>
            ))}
          </ul>
        </details>
      </li>
    </ul>
  )
}

interface PlaceLinkProps {
  place: Place
  /** The path of the page. */
  here: string
  className: string
}

function PlaceLink({ place: { path, name, icon: Icon }, here, className }: PlaceLinkProps) {
  const current = isHere(path, here)
  return (
    <Link
      href={path}
      aria-current={current ? 'page' : undefined}
      className={clsx(
        'relative font-normal transition-colors',
        className,
        current ? 'text-ink' : 'text-soft hover:text-ink',
      )}
    >
      <Icon aria-hidden size={18} className={current ? 'text-accent' : undefined} />
      {name}
      <LinkPending />
    </Link>
  )
}

function isHere(path: string, here: string): boolean {
  return here === path || here.startsWith(`${path}/`)
}

export const themeOptions = [
  { value: 'system', word: 'As the system', icon: Monitor },
  { value: 'light', word: 'Light', icon: Sun },
  { value: 'dark', word: 'Dark', icon: Moon },
] as const satisfies readonly { value: Theme; word: string; icon: LucideIcon }[]

export function ThemeToggle({ initial }: { initial: Theme }) {
  return <Segmented label="Theme" value={useTheme(initial)} onChange={chooseTheme} options={themeOptions} />
}
