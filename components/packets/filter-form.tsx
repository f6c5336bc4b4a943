'use client'
import { SlidersHorizontal } from 'lucide-react'
import { type FormEvent, useId } from 'react'
import { ProviderChoice } from '@/components/providers/provider-choice'
import { toInstant, toLocalField } from '@/components/time/format'
import { Button, buttonClass } from '@/components/ui/button'
import { Choice, inputClass, Labelled } from '@/components/ui/field'
import { Popover } from '@/components/ui/popover'
import type { PacketSearch } from '@/lib/client/search'
import { priorities } from '@/lib/contract/paging'
import { packetFlags } from '@/lib/packet/packet'
import { trimmed } from '@/lib/packet/text'
import { flagWords } from './badges'

interface MoreFiltersProps {
  search: PacketSearch
  onApply: (change: Partial<PacketSearch>) => void
}

/** A form with the less common filters. */
export function MoreFilters({ search, onApply }: MoreFiltersProps) {
  return (
    <Popover
      button={
        <>
          <SlidersHorizontal aria-hidden size={14} />
          Filters
        </>
      }
      buttonClass={buttonClass('plain')}
      command="Set more filters"
      label="Filters"
      boxClass="w-88"
    >
      {(close) => (
        <FilterForm
          search={search}
          onApply={(change) => {
            onApply(change)
            close()
          }}
        />
      )}
    </Popover>
  )
}

interface FilterFormProps {
  search: PacketSearch
  onApply: (change: Partial<PacketSearch>) => void
}

function FilterForm({ search, onApply }: FilterFormProps) {
  const flags = packetFlags.map((flag): [string, string] => [flag, flagWords[flag].word])
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    onApply(readForm(new FormData(event.currentTarget)))
  }
  return (
    <form onSubmit={submit} className="grid grid-cols-2 gap-3">
      <ProviderChoice current={search.provider} name="provider" defaultValue={search.provider ?? ''} />
      <Choice name="flag" label="Flag" defaultValue={search.flag ?? ''} options={flags} />
      <FilterField name="source" label="Source, exactly" value={search.source} />
      <FilterField name="destination" label="Destination, exactly" value={search.destination} />
      <FilterField
        name="from"
        label="Submitted from, by your clock"
        type="datetime-local"
        value={toLocalField(search.from)}
      />
      <FilterField
        name="to"
        label="Submitted before, by your clock"
        type="datetime-local"
        value={toLocalField(search.to)}
      />
      <FilterField name="orderingKey" label="Ordering key, exactly" value={search.orderingKey} />
      <FilterField className="" name="fairnessKey" label="Fairness key, exactly" value={search.fairnessKey} />
      <Choice
        name="priority"
        label="Priority"
        defaultValue={search.priority ?? ''}
        options={priorities.map((each) => [each, each])}
      />
      <Button type="submit" look="primary" className="col-start-2 mt-1 justify-self-end">
        Apply
      </Button>
    </form>
  )
}

function readForm(form: FormData): Partial<PacketSearch> {
  const text = (name: string) => {
    const value = form.get(name)
    return typeof value === 'string' && value.trim() !== '' ? value : null
  }
  const exactly = (name: string) => trimmed(text(name) ?? '') || null
  return {
    provider: text('provider'),
    flag: packetFlags.find((flag) => flag === text('flag')) ?? null,
    source: exactly('source'),
    destination: exactly('destination'),
    orderingKey: exactly('orderingKey'),
    fairnessKey: exactly('fairnessKey'),
    priority: priorities.find((priority) => priority === text('priority')) ?? null,
    from: toInstant(text('from')),
    to: toInstant(text('to')),
  }
}

interface FilterFieldProps {
  name: string
  label: string
  value: string | null
  type?: string
  className?: string
}

function FilterField({ name, label, value, type = 'text', className = 'col-span-2' }: FilterFieldProps) {
  const id = useId()
  return (
    <Labelled id={id} label={label} className={className}>
      <input
        id={id}
        name={name}
        type={type}
        step={type === 'text' ? undefined : 1}
        defaultValue={value ?? ''}
        maxLength={200}
        dir="auto"
        autoComplete="off"
        className={inputClass}
      />
    </Labelled>
  )
}
