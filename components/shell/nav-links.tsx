'use client'
import { clsx } from 'clsx'
import { Package, ReceiptText, Send, Waypoints } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { LinkPending } from '@/components/ui/link-pending'
import { pagePaths } from '@/lib/contract/paths'

const places = [
  { path: pagePaths.packets, name: 'Packets', icon: Package },
  { path: pagePaths.submit, name: 'Submit', icon: Send },
  { path: pagePaths.providers, name: 'Providers', icon: Waypoints },
  { path: pagePaths.receipts, name: 'Receipts', icon: ReceiptText },
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
                'max-md:h-14 max-md:flex-1 max-md:flex-col max-md:justify-center max-md:gap-0.5 max-md:text-xs',
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
