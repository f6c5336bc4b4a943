'use client'
/** The parts of the frame that the browser works: where to go, and how it looks. */
import { clsx } from 'clsx'
import {
  Bell,
  type LucideIcon,
  Monitor,
  Moon,
  Package,
  ReceiptText,
  Send,
  Sun,
  Waypoints,
} from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useState } from 'react'
import { LinkPending } from '@/components/ui/link-pending'
import { Segmented } from '@/components/ui/segmented'
import { pagePaths } from '@/lib/contract/paths'
import { type Theme, themeCookie } from './theme'

const places = [
  { path: pagePaths.packets, name: 'Packets', icon: Package },
  { path: pagePaths.submit, name: 'Submit', icon: Send },
  { path: pagePaths.providers, name: 'Providers', icon: Waypoints },
  { path: pagePaths.receipts, name: 'Receipts', icon: ReceiptText },
  { path: pagePaths.notifications, name: 'Notifications', icon: Bell },
] as const

/** The same places in the rail and in the phone's bottom bar. */
export function NavLinks() {
  const here = usePathname()
  return (
    <ul className="contents">
      {places.map(({ path, name, icon: Icon }) => {
        const current = here === path || here.startsWith(`${path}/`)
        return (
          <li key={path} className="contents">
            <Link
              href={path}
              aria-current={current ? 'page' : undefined}
              className={clsx(
                'relative flex items-center gap-2.5 rounded-md font-normal transition-colors',
                'max-md:h-14 max-md:min-w-0 max-md:flex-1 max-md:flex-col max-md:justify-center max-md:gap-0.5 max-md:text-xs max-md:tracking-tight',
                'md:h-8 md:px-2.5',
                current ? 'text-ink md:bg-hover' : 'text-soft hover:text-ink md:hover:bg-hover',
              )}
            >
              <Icon aria-hidden size={18} className={current ? 'text-accent' : undefined} />
              {name}
              <LinkPending />
            </Link>
          </li>
        )
      })}
    </ul>
  )
}

const themeOptions = [
  { value: 'system', word: 'As the system', icon: Monitor },
  { value: 'light', word: 'Light', icon: Sun },
  { value: 'dark', word: 'Dark', icon: Moon },
] as const satisfies readonly { value: Theme; word: string; icon: LucideIcon }[]

const yearSeconds = 365 * 24 * 60 * 60

export function ThemeToggle({ initial }: { initial: Theme }) {
  const [theme, setTheme] = useState(initial)
  const choose = (next: Theme) => {
    setTheme(next)
    show(next)
  }
  return <Segmented label="Theme" value={theme} onChange={choose} options={themeOptions} />
}

function show(theme: Theme): void {
  const root = document.documentElement
  if (theme === 'system') root.removeAttribute('data-theme')
  else root.setAttribute('data-theme', theme)
  // biome-ignore lint/suspicious/noDocumentCookie: cookieStore is missing in browsers that are otherwise served
  document.cookie = `${themeCookie}=${theme}; path=/; max-age=${yearSeconds}; samesite=lax`
}
