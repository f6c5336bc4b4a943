'use client'
import type { FormEvent } from 'react'
import { ProviderChoice } from '@/components/providers/provider-choice'
import { Button } from '@/components/ui/button'
import { Choice } from '@/components/ui/choice'
import type { PacketSearch } from '@/lib/client/packet-search'
import { packetFlags } from '@/lib/packet/packet'
import { trimmed } from '@/lib/packet/text'
import { FilterField } from './filter-field'
import { flagWords } from './flag-badge'
import { toInstant, toLocalField } from './local-field'

interface FilterFormProps {
  search: PacketSearch
  onApply: (change: Partial<PacketSearch>) => void
}

export function FilterForm({ search, onApply }: FilterFormProps) {
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
  const address = (name: string) => trimmed(text(name) ?? '') || null
  return {
    provider: text('provider'),
    flag: packetFlags.find((flag) => flag === text('flag')) ?? null,
    source: address('source'),
    destination: address('destination'),
    from: toInstant(text('from')),
    to: toInstant(text('to')),
  }
}
