import { keptInBrowser, useKept } from '@/components/ui/kept'

/** The view that this browser opens the list with. */
const defaultView = keptInBrowser<string | null>('default-view', null, (kept) =>
  typeof kept === 'string' ? kept : undefined,
)

export function useDefaultView(): readonly [id: string | null, set: (id: string | null) => void] {
  return [useKept(defaultView), defaultView.write]
}
