'use client'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useId } from 'react'
import { keptLooks } from '@/components/route/looks'
import { Button } from '@/components/ui/button'
import { inputClass } from '@/components/ui/input-class'
import { providersQuery } from '@/lib/client/list-providers'
import type { ReceiptSearch } from '@/lib/client/receipt-search'
import { keptReasons } from '@/lib/contract/receipt-reasons'

interface ReceiptFiltersProps {
  search: ReceiptSearch
  onChange: (change: Partial<ReceiptSearch> | null) => void
}

/** A choice holds at once; an id when it is entered. */
export function ReceiptFilters({ search, onChange }: ReceiptFiltersProps) {
  const providers = useQuery({ ...providersQuery, refetchInterval: false })
  const names = providers.data?.items.map(({ name }) => name) ?? []
  // A provider in the address may be configured no longer; it must still show.
  const known =
    search.provider === null || names.includes(search.provider) ? names : [...names, search.provider]
  const filtered = Object.values(search).some((value) => value !== null)
  return (
    <div className="mb-3 grid grid-cols-2 items-end gap-2 md:flex">
      <Choice
        label="Reason"
        value={search.reason}
        options={keptReasons.map((reason) => [reason, keptLooks[reason].word])}
        onChange={(value) => onChange({ reason: keptReasons.find((reason) => reason === value) ?? null })}
      />
      <Choice
        label="Provider"
        value={search.provider}
        options={known.map((name) => [name, name])}
        onChange={(provider) => onChange({ provider })}
      />
      <PacketField key={search.packet} value={search.packet} onEnter={(packet) => onChange({ packet })} />
      {filtered && <Button onClick={() => onChange(null)}>Clear all filters</Button>}
    </div>
  )
}

interface ChoiceProps {
  label: string
  value: string | null
  options: [value: string, word: string][]
  onChange: (value: string | null) => void
}

function Choice({ label, value, options, onChange }: ChoiceProps) {
  const id = useId()
  return (
    <div className="md:w-44">
      <label htmlFor={id} className="mb-1 block text-xs text-soft">
        {label}
      </label>
      <select
        id={id}
        value={value ?? ''}
        onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
        className={inputClass}
      >
        <option value="">Any</option>
        {options.map(([key, word]) => (
          <option key={key} value={key}>
            {word}
          </option>
        ))}
      </select>
    </div>
  )
}

function PacketField({ value, onEnter }: { value: string | null; onEnter: (id: string | null) => void }) {
  const id = useId()
  const enter = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const entered = new FormData(event.currentTarget).get('packet')
    onEnter(typeof entered === 'string' && entered.trim() !== '' ? entered.trim() : null)
  }
  return (
    <form onSubmit={enter} className="max-md:col-span-2 md:w-72">
      <label htmlFor={id} className="mb-1 block text-xs text-soft">
        Packet id, exactly
      </label>
      <span className="flex gap-2">
        <input
          id={id}
          name="packet"
          defaultValue={value ?? ''}
          maxLength={128}
          autoComplete="off"
          spellCheck={false}
          className={inputClass}
        />
        <Button type="submit">Find</Button>
      </span>
    </form>
  )
}
