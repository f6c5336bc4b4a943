/** Decides when a page is loaded again: its server was updated, or the page failed. */
import { useSyncExternalStore } from 'react'
import { onServerBuild, serverBuild } from '@/lib/client/answer-headers'
import { pagePaths } from '@/lib/contract/paths'

const signsOfLife = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart', 'scroll'] as const

/**
 * Reloads the page when it has not been touched for `idleMs` and no form is in use, because wall screens are never
 * reloaded by hand. Waits until the server can deliver the page, so that the browser does not show its own error page.
 *
 * @returns a function that cancels the reload
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

/** Checks that Waybill itself answers: an unattended screen would stay on a sign-in page for ever. */
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
