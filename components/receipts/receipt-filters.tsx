'use client'
import { type FormEvent, useId, useState } from 'react'
import { ProviderChoice } from '@/components/providers/provider-choice'
import { keptLooks } from '@/components/route/looks'
import { Button } from '@/components/ui/button'
import { Choice } from '@/components/ui/choice'
import { focusContent } from '@/components/ui/focus-content'
import { inputClass } from '@/components/ui/input-class'
import { Labelled } from '@/components/ui/labelled'
import type { ReceiptSearch } from '@/lib/client/receipt-search'
import { keptReasons } from '@/lib/contract/receipt-reasons'
import { trimmed } from '@/lib/packet/text'

interface ReceiptFiltersProps {
  search: ReceiptSearch
  onChange: (change: Partial<ReceiptSearch> | null) => void
}

/** A choice holds at once; an id when it is entered. */
export function ReceiptFilters({ search, onChange }: ReceiptFiltersProps) {
  const filtered = Object.values(search).some((value) => value !== null)
  const clear = () => {
    focusContent()
    onChange(null)
  }
  return (
    <div className="mb-3 grid grid-cols-2 items-end gap-2 md:flex">
      <Choice
        className="md:w-44"
        label="Reason"
        value={search.reason ?? ''}
        options={keptReasons.map((reason) => [reason, keptLooks[reason].word])}
        onChange={({ target }) =>
          onChange({ reason: keptReasons.find((reason) => reason === target.value) ?? null })
        }
      />
      <ProviderChoice
        className="md:w-44"
        current={search.provider}
        value={search.provider ?? ''}
        onChange={({ target }) => onChange({ provider: target.value === '' ? null : target.value })}
      />
      <PacketField value={search.packet} onEnter={(packet) => onChange({ packet })} />
      {filtered && <Button onClick={clear}>Clear all filters</Button>}
    </div>
  )
}

function PacketField({ value, onEnter }: { value: string | null; onEnter: (id: string | null) => void }) {
  const id = useId()
  const [text, setText] = useState(value ?? '')
  const [known, setKnown] = useState(value)
  // Changed elsewhere: by the button that clears all filters, or by the browser's way back.
  if (value !== known) {
    setKnown(value)
    setText(value ?? '')
  }
  const enter = (event: FormEvent) => {
    event.preventDefault()
    const entered = trimmed(text)
    onEnter(entered === '' ? null : entered)
  }
  return (
    <form onSubmit={enter} className="max-md:col-span-2 md:w-72">
      <Labelled id={id} label="Packet id, exactly">
        <span className="flex gap-2">
          <input
            id={id}
            value={text}
            onChange={(event) => setText(event.target.value)}
            maxLength={128}
            autoComplete="off"
            spellCheck={false}
            className={inputClass}
          />
          <Button type="submit">Find</Button>
        </span>
      </Labelled>
    </form>
  )
}
