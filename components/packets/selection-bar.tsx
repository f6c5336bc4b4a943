'use client'
import { ActOnMany } from '@/components/bulk-actions/act-on-many'
import { Button } from '@/components/ui/button'
import { useCommands } from '@/components/ui/commands'
import { counted, countText } from '@/components/ui/format'
import { copyText } from '@/components/ui/toast'
import { maxBulkIds } from '@/lib/contract/bulk-terms'

interface SelectionBarProps {
  /** At least one. */
  ids: readonly string[]
  /** How many of them the list shows. */
  listed: number
  onClear: () => void
}

/** Actions for the selected packets. */
export function SelectionBar({ ids, listed, onClear }: SelectionBarProps) {
  const copy = () => void copyText(ids.join('\n'), `${counted(ids.length, 'id', 'ids')} copied`)
  useCommands([
    { name: 'Copy the ids of the selected packets', group: 'list', run: copy },
    { name: 'Clear the selection', group: 'list', keys: 'Escape', run: onClear },
  ])
  return (
    <section
      aria-label="Selection"
      className="flex flex-wrap items-center gap-2 rounded-lg border border-line bg-panel py-2 pr-2 pl-4 shadow-float"
    >
      <p className="mr-2">
        {selectedInWords(ids.length)}
        {listed < ids.length && <span className="text-soft">, {ids.length - listed} no longer listed</span>}
      </p>
      {ids.length > maxBulkIds ? (
        <span className="text-soft">
          Select at most {countText(maxBulkIds)} to act on them, or use a filter.
        </span>
      ) : (
        <ActOnMany selection={{ ids }} command="Act on the selected packets" />
      )}
      <Button onClick={copy}>Copy ids</Button>
      <Button look="quiet" onClick={onClear}>
        Clear
      </Button>
    </section>
  )
}

/** "3 packets selected" */
export function selectedInWords(count: number): string {
  return `${counted(count, 'packet', 'packets')} selected`
}
