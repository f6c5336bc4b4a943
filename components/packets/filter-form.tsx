'use client'
import { useQuery } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { Button } from '@/components/ui/button'
import { providersQuery } from '@/lib/client/list-providers'
import type { PacketSearch } from '@/lib/client/packet-search'
import { packetFlags } from '@/lib/packet/packet'
import { Choice, FilterField } from './filter-controls'
import { flagWords } from './flag-badge'
import { toInstant, toLocalField } from './local-field'

interface FilterFormProps {
  search: PacketSearch
  onApply: (change: Partial<PacketSearch>) => void
}

export function FilterForm({ search, onApply }: FilterFormProps) {
  const providers = useQuery({ ...providersQuery, refetchInterval: false })
  const names = withCurrent(providers.data?.items.map(({ name }) => name) ?? [], search.provider)
  const flags = packetFlags.map((flag): [string, string] => [flag, flagWords[flag].word])
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    onApply(readForm(new FormData(event.currentTarget)))
  }
  return (
    <form onSubmit={submit} className="grid grid-cols-2 gap-3">
      <Choice name="provider" label="Provider" value={search.provider} options={names} />
      <Choice name="flag" label="Flag" value={search.flag} options={flags} />
      <FilterField name="source" label="Source, exactly" value={search.source} />
      <FilterField name="destination" label="Destination, exactly" value={search.destination} />
      <FilterField
        name="from"
        label="Submitted from"
        type="datetime-local"
        value={toLocalField(search.from)}
      />
      <FilterField name="to" label="Submitted before" type="datetime-local" value={toLocalField(search.to)} />
      <Button type="submit" look="primary" className="col-start-2 mt-1 justify-self-end">
        Apply
      </Button>
    </form>
  )
}

/** A provider in the address may be configured no longer; it must still show. */
function withCurrent(names: readonly string[], current: string | null): [string, string][] {
  const all = current === null || names.includes(current) ? names : [...names, current]
  return all.map((name) => [name, name])
}

function readForm(form: FormData): Partial<PacketSearch> {
  const text = (name: string) => {
    const value = form.get(name)
    return typeof value === 'string' && value.trim() !== '' ? value : null
  }
  return {
    provider: text('provider'),
    flag: packetFlags.find((flag) => flag === text('flag')) ?? null,
    source: text('source'),
    destination: text('destination'),
    from: toInstant(text('from')),
    to: toInstant(text('to')),
  }
}
