'use client'
/**
 * The time that pages show. During hydration it is the moment at which the server rendered the page, so that both
 * render the same. Afterwards it is the server's clock, ticking in the browser.
 */
import { createContext, type ReactNode, use, useSyncExternalStore } from 'react'
import { serverNow } from '@/lib/client/answer-headers'

const RenderedAt = createContext(0)

/** `renderedAt`: milliseconds since the epoch, by the server's clock. */
export function ClockProvider({ renderedAt, children }: { renderedAt: number; children: ReactNode }) {
  return <RenderedAt value={renderedAt}>{children}</RenderedAt>
}

/** Applies `read` to the time, every `everyMs`. Renders again only when the result differs. */
export function useClock<T extends string | number>(everyMs: number, read: (now: number) => T): T {
  const renderedAt = use(RenderedAt)
  return useSyncExternalStore(
    tickerFor(everyMs).subscribe,
    () => read(Math.floor(serverNow() / everyMs) * everyMs),
    () => read(renderedAt),
  )
}

interface Ticker {
  subscribe: (listener: () => void) => () => void
}

const tickers = new Map<number, Ticker>()

function tickerFor(everyMs: number): Ticker {
  const known = tickers.get(everyMs)
  if (known !== undefined) return known
  const ticker = makeTicker(everyMs)
  tickers.set(everyMs, ticker)
  return ticker
}

/** One timer for all readers with the same interval. It ticks when the rounded time changes. */
function makeTicker(everyMs: number): Ticker {
  const listeners = new Set<() => void>()
  let timer: ReturnType<typeof setTimeout> | undefined
  const wait = () => {
    timer = setTimeout(tick, everyMs - (serverNow() % everyMs))
  }
  const tick = () => {
    for (const each of listeners) each()
    wait()
  }
  return {
    subscribe(listener) {
      if (listeners.size === 0) wait()
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) clearTimeout(timer)
      }
    },
  }
}
