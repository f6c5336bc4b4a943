/** The filters of a list, with a button that clears them all. */
import type { ReactNode } from 'react'
import { focusContent, useAlive } from './browser'
import { Button } from './button'

interface FilterBarProps {
  search: object
  /** Called with null to clear all filters. */
  onChange: (change: null) => void
  children: ReactNode
}

/** A choice applies at once; a text or a time applies when it is entered. */
export function FilterBar({ search, onChange, children }: FilterBarProps) {
  const alive = useAlive()
  const clear = () => {
    focusContent()
    onChange(null)
  }
  return (
    <fieldset
      disabled={!alive}
      className="mb-3 grid min-w-0 grid-cols-2 items-end gap-2 md:flex md:flex-wrap"
    >
      {children}
      {Object.values(search).some((value) => value !== null) && (
        <Button onClick={clear}>Clear all filters</Button>
      )}
    </fieldset>
  )
}
