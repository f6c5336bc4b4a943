/** Whether this browser announces alerts of views, and which ones it has announced. */
import { keptInBrowser } from '@/components/ui/kept'
import type { Findings } from '@/lib/contract/overview'

export type ViewAlert = Findings['alerts'][number]

export const alertsWanted = keptInBrowser('alerts-wanted', false, (kept) => kept === true)

/** Twice the number of possible views. */
const mostTold = 100

const told = keptInBrowser<readonly string[]>('alerts-told', [], (kept) =>
  Array.isArray(kept) ? kept.filter((each) => typeof each === 'string').slice(-mostTold) : undefined,
)

/** Records an alert as announced. False if any tab of this browser has already announced it. */
export function noteTold({ view, since }: ViewAlert): boolean {
  const key = `${view.id} ${since}`
  const known = told.read()
  if (known.includes(key)) return false
  told.write([...known, key].slice(-mostTold))
  return true
}
