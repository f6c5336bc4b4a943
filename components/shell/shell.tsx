import Link from 'next/link'
import type { ReactNode } from 'react'
import { ConsoleCommands } from '@/components/commands/console-commands'
import { OpenPalette, PaletteKey } from '@/components/commands/open-palette'
import { Toaster } from '@/components/ui/toast'
import { Watcher } from '@/components/watch/watcher'
import { pagePaths } from '@/lib/contract/paths'
import { BarLinks, RailLinks, ThemeToggle } from './controls'
import type { Theme } from './theme'

/** The frame: a rail on the left of a wide screen, a bar at the bottom of a phone's. */
export function Shell({ theme, children }: { theme: Theme; children: ReactNode }) {
  return (
    <>
      <a
        href="#content"
        className="sr-only rounded-md bg-accent px-3 py-1.5 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50"
      >
        Skip to the content
      </a>
      <header className="fixed inset-y-0 left-0 hidden w-46 flex-col gap-4 border-r border-line bg-panel p-3 md:flex print:hidden">
        <Brand />
        <OpenPalette className="flex h-8 items-center gap-2.5 rounded-md border border-line px-2.5 text-soft hover:bg-hover hover:text-ink">
          <span className="flex-1 text-left">Find</span>
          <PaletteKey />
        </OpenPalette>
        <nav aria-label="Main" className="flex flex-col gap-0.5">
          <RailLinks />
        </nav>
        <span className="flex-1" />
        <ReferenceLink />
        <div>
          <ThemeToggle initial={theme} />
        </div>
      </header>
      <main
        id="content"
        tabIndex={-1}
        className="px-4 py-4 pb-24 outline-none md:ml-46 md:px-6 md:pb-8 print:m-0 print:p-0"
      >
        <div className="page-column">{children}</div>
        <div className="mt-6 flex flex-wrap items-center justify-between gap-3 md:hidden print:hidden">
          <ThemeToggle initial={theme} />
          <ReferenceLink />
        </div>
      </main>
      <nav
        aria-label="Main"
        className="fixed inset-x-0 bottom-0 z-30 grid grid-cols-6 border-t border-line bg-panel pb-[env(safe-area-inset-bottom)] md:hidden print:hidden"
      >
        <BarLinks />
      </nav>
      <ConsoleCommands />
      <Watcher />
      <Toaster />
    </>
  )
}

/** Not prefetched: few people open it, and it has its own style sheet. */
function ReferenceLink() {
  return (
    <Link href={pagePaths.reference} prefetch={false} className="px-2.5 py-1 text-soft hover:text-ink">
      API reference
    </Link>
  )
}

/** The name beside the product's motif: a stop that failed, the line, a stop that confirmed. */
function Brand() {
  return (
    <Link href={pagePaths.overview} className="flex h-8 items-center gap-2.5 px-2.5">
      <svg aria-hidden="true" width="34" height="14" viewBox="0 0 34 14" fill="none" strokeLinecap="round">
        <path d="M13 7h8" className="stroke-edge" strokeWidth="1.75" />
        <circle cx="7" cy="7" r="5.25" className="stroke-soft" strokeWidth="1.75" />
        <circle cx="27" cy="7" r="6" className="fill-accent" />
        <path d="M24.3 7.2l1.9 1.9 3.5-4" className="stroke-on-accent" strokeWidth="1.6" />
      </svg>
      <span className="text-base font-semibold tracking-tight">Waybill</span>
    </Link>
  )
}
