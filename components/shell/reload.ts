/** When a page should be loaded again: its server was updated, or it failed. */
import { useSyncExternalStore } from 'react'
import { onServerBuild, serverBuild } from '@/lib/client/answer-headers'
import { pagePaths } from '@/lib/contract/paths'

const signsOfLife = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart', 'scroll'] as const

/**
 * Loads the page again once it has not been touched for so long and nothing is being filled in: screens on walls are
 * never reloaded by hand. It waits until the server has a page to give, so that no error of the browser takes its place.
 *
 * @returns what calls it off
 */
export function reloadWhenIdle(idleMs: number): () => void {
  let timer: ReturnType<typeof setTimeout>
  let off = false
  const begin = () => {
    clearTimeout(timer)
    if (!off) timer = setTimeout(() => void reload(), idleMs)
  }
  const reload = async () => {
    if (!isInUse() && (await canLoad()) && !off) window.location.reload()
    else begin()
  }
  for (const sign of signsOfLife) window.addEventListener(sign, begin, { capture: true, passive: true })
  begin()
  return () => {
    off = true
    clearTimeout(timer)
    for (const sign of signsOfLife) window.removeEventListener(sign, begin, { capture: true })
  }
}

function isInUse(): boolean {
  const { activeElement: focused } = document
  const inField = focused instanceof HTMLElement && focused.matches('input, textarea, select')
  return (
    window.location.pathname.endsWith(pagePaths.submit) ||
    inField ||
    document.querySelector('[role="dialog"]') !== null
  )
}

/** Waybill itself has to answer: a sign-in page would stay for ever on an unattended screen. */
async function canLoad(): Promise<boolean> {
  try {
    const response = await fetch(window.location.href, { redirect: 'manual', cache: 'no-store' })
    return response.ok && (await response.text()).includes('data-build="')
  } catch {
    return false
  }
}

/** Whether the server runs another build than the one that this page came from. */
export function useOutdated(): boolean {
  return useSyncExternalStore(onServerBuild, isOutdated, () => false)
}

function isOutdated(): boolean {
  const own = document.documentElement.dataset.build
  const now = serverBuild()
  return now !== null && own !== undefined && now !== own
}
