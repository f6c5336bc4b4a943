/** Whether this browser tells of views that alert, and which alerts it has told of. */
import { keptInBrowser } from '@/components/ui/kept'
import type { Findings } from '@/lib/contract/overview'

export type ViewAlert = Findings['alerts'][number]

export const alertsWanted = keptInBrowser('alerts-wanted', false, (kept) => kept === true)

/** Twice as many as there are views. */
const mostTold = 100

const told = keptInBrowser<readonly string[]>('alerts-told', [], (kept) =>
  Array.isArray(kept) ? kept.filter((each) => typeof each === 'string').slice(-mostTold) : undefined,
)

/** False where it was told already, in any tab. */
export function noteTold({ view, since }: ViewAlert): boolean {
  const key = `${view.id} ${since}`
  const known = told.read()
  if (known.includes(key)) return false
  told.write([...known, key].slice(-mostTold))
  return true
}
