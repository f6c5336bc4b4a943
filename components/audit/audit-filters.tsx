'use client'
import { type FormEvent, useId } from 'react'
import { toInstant, toLocalField } from '@/components/time/format'
import { Choice, inputClass, Labelled } from '@/components/ui/field'
import { FilterBar } from '@/components/ui/filter-bar'
import { FindField } from '@/components/ui/find-field'
import type { AuditSearch } from '@/lib/client/search'
import { auditActions, auditKinds, auditResults, auditWays } from '@/lib/contract/audit-terms'
import { trimmed } from '@/lib/packet/text'
import { actionWords, kindWords, resultLooks, wayWords } from './audit-words'

interface AuditFiltersProps {
  search: AuditSearch
  onChange: (change: Partial<AuditSearch> | null) => void
}

export function AuditFilters({ search, onChange }: AuditFiltersProps) {
  return (
    <FilterBar search={search} onChange={onChange}>
      <Choice
        className="md:w-56"
        label="Action"
        value={search.action ?? ''}
        options={auditActions.map((action) => [action, actionWords[action]])}
        onChange={({ target }) =>
          onChange({ action: auditActions.find((action) => action === target.value) ?? null })
        }
      />
      <Choice
        className="md:w-40"
        label="Kind of subject"
        value={search.kind ?? ''}
        options={auditKinds.map((kind) => [kind, kindWords[kind]])}
        onChange={({ target }) =>
          onChange({ kind: auditKinds.find((kind) => kind === target.value) ?? null })
        }
      />
      <Choice
        className="md:w-40"
        label="Result"
        value={search.result ?? ''}
        options={auditResults.map((result) => [result, resultLooks[result].word])}
        onChange={({ target }) =>
          onChange({ result: auditResults.find((result) => result === target.value) ?? null })
        }
      />
      <Choice
        className="md:w-36"
        label="From where"
        value={search.via ?? ''}
        options={auditWays.map((via) => [via, wayWords[via]])}
        onChange={({ target }) => onChange({ via: auditWays.find((via) => via === target.value) ?? null })}
      />
      <FindField
        className="max-md:col-span-2 md:w-56"
        label="Who, exactly"
        value={search.who ?? ''}
        maxLength={100}
        onEnter={(text) => onChange({ who: trimmed(text) || null })}
      />
      <FindField
        className="max-md:col-span-2 md:w-72"
        label="Id or name of the subject, exactly"
        value={search.subject ?? ''}
        maxLength={200}
        onEnter={(text) => onChange({ subject: trimmed(text) || null })}
      />
      <TimeField label="From, by your clock" value={search.from} onEnter={(from) => onChange({ from })} />
      <TimeField label="Before, by your clock" value={search.to} onEnter={(to) => onChange({ to })} />
    </FilterBar>
  )
}

interface TimeFieldProps {
  label: string
  value: string | null
  onEnter: (value: string | null) => void
}

/** Applies the time on blur or Enter, not on each change: a half-typed time is a valid but different time. */
function TimeField({ label, value, onEnter }: TimeFieldProps) {
  const id = useId()
  const enter = (text: string) => {
    if (text !== toLocalField(value)) onEnter(toInstant(text))
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const text = new FormData(event.currentTarget).get('time')
    enter(typeof text === 'string' ? text : '')
  }
  return (
    <form onSubmit={submit} className="min-w-0 md:w-52">
      <Labelled id={id} label={label}>
        <input
          // Remounts the field when the filter is changed elsewhere, because `defaultValue` is read only once.
          key={value}
          id={id}
          name="time"
          type="datetime-local"
          step={1}
          defaultValue={toLocalField(value)}
          onBlur={(event) => enter(event.target.value)}
          className={inputClass}
        />
      </Labelled>
    </form>
  )
}
