'use client'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { ownTimeZone } from '@/components/time/format'
import { useAlive } from '@/components/ui/browser'
import { Button } from '@/components/ui/button'
import { Field, inputClass } from '@/components/ui/field'
import { Segmented } from '@/components/ui/segmented'
import { ClientError } from '@/lib/client/client-error'
import type { NewRecurrence, Recurrence } from '@/lib/contract/recurrence'

const ways = [
  { value: 'cron', word: 'At set times' },
  { value: 'every', word: 'At an interval' },
] as const
type Way = (typeof ways)[number]['value']

const units = { minutes: 60_000, hours: 3_600_000, days: 86_400_000 } as const
type Unit = keyof typeof units

interface Fields {
  name: string
  source: string
  destination: string
  text: string
  way: Way
  cron: string
  timeZone: string
  count: string
  unit: Unit
}

interface RecurringFormProps {
  /** The recurrence to edit. Its contents are not known here and have to be entered again. */
  present?: Recurrence
  onSubmit: (asked: NewRecurrence) => Promise<void>
}

export function RecurringForm({ present, onSubmit }: RecurringFormProps) {
  const alive = useAlive()
  const [fields, setFields] = useState(() => fieldsOf(present))
  const set = (change: Partial<Fields>) => setFields({ ...fields, ...change })
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => onSubmit(askedOf(fields)),
    onSuccess: () => setFields(fieldsOf(present)),
  })
  const faults = new Map(
    error instanceof ClientError ? error.fieldErrors.map(({ path, message }) => [path, message]) : [],
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!isPending) mutate()
  }
  const text = (
    name: 'name' | 'source' | 'destination' | 'text',
    label: string,
    path: string,
    hint: string,
  ) => (
    <Field label={label} error={faults.get(path)} hint={hint}>
      {(control) => (
        <input
          {...control}
          value={fields[name]}
          onChange={(event) => set({ [name]: event.target.value })}
          required
          autoComplete="off"
          dir="auto"
          className={inputClass}
        />
      )}
    </Field>
  )
  return (
    <form
      noValidate
      onSubmit={submit}
      aria-label={present ? `Edit ${present.name}` : 'New recurring submission'}
    >
      <fieldset disabled={!alive || isPending} className="grid min-w-0 gap-2">
        {text('name', 'Name', 'name', 'Shown in the list.')}
        {text('source', 'Source', 'submission.source', 'Where each packet comes from.')}
        {text('destination', 'Destination', 'submission.destination', 'Where it goes.')}
        {text(
          'text',
          'Text',
          'submission.text',
          present ? 'Enter it again with each edit.' : 'What it says.',
        )}
        <div>
          <Segmented label="When" value={fields.way} onChange={(way) => set({ way })} options={ways} />
        </div>
        {fields.way === 'cron' ? (
          <CronFields fields={fields} set={set} faults={faults} />
        ) : (
          <IntervalFields fields={fields} set={set} faults={faults} />
        )}
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" look="primary">
            {isPending ? 'Saving' : present ? 'Save' : 'Create'}
          </Button>
          <p role="alert" className="min-w-0 flex-1 text-bad">
            {error && faults.size === 0 && error.message}
          </p>
        </div>
      </fieldset>
    </form>
  )
}

interface TimingFieldsProps {
  fields: Fields
  set: (change: Partial<Fields>) => void
  faults: ReadonlyMap<string, string>
}

function CronFields({ fields, set, faults }: TimingFieldsProps) {
  return (
    <div className="grid gap-2 sm:grid-cols-2">
      <Field
        label="Cron expression"
        error={faults.get('timing.cron')}
        hint="Minute, hour, day, month, weekday: 0 9 * * 1-5 is 09:00, Monday to Friday."
      >
        {(control) => (
          <input
            {...control}
            value={fields.cron}
            onChange={(event) => set({ cron: event.target.value })}
            autoComplete="off"
            spellCheck={false}
            className={`${inputClass} font-mono text-xs`}
          />
        )}
      </Field>
      <Field label="Time zone" error={faults.get('timing.timeZone')} hint="Applies to the cron expression.">
        {(control) => (
          <input
            {...control}
            value={fields.timeZone}
            onChange={(event) => set({ timeZone: event.target.value })}
            autoComplete="off"
            spellCheck={false}
            className={inputClass}
          />
        )}
      </Field>
    </div>
  )
}

function IntervalFields({ fields, set, faults }: TimingFieldsProps) {
  return (
    <div className="grid gap-2 sm:grid-cols-2">
      <Field
        label="Every"
        error={faults.get('timing.everyMs') ?? faults.get('timing')}
        hint="A minute to a year."
      >
        {(control) => (
          <input
            {...control}
            value={fields.count}
            onChange={(event) => set({ count: event.target.value })}
            inputMode="numeric"
            autoComplete="off"
            className={inputClass}
          />
        )}
      </Field>
      <Field label="Unit" error={undefined}>
        {(control) => (
          <select
            {...control}
            value={fields.unit}
            onChange={({ target }) =>
              set({ unit: unitNames.find((unit) => unit === target.value) ?? 'hours' })
            }
            className={inputClass}
          >
            {unitNames.map((unit) => (
              <option key={unit} value={unit}>
                {unit}
              </option>
            ))}
          </select>
        )}
      </Field>
    </div>
  )
}

const unitNames = ['minutes', 'hours', 'days'] as const satisfies Unit[]

function fieldsOf(present: Recurrence | undefined): Fields {
  const timing = present?.timing
  const isInterval = timing !== undefined && 'everyMs' in timing
  const everyMs = isInterval ? timing.everyMs : units.hours
  const unit = unitNames.toReversed().find((each) => everyMs % units[each] === 0) ?? 'minutes'
  return {
    name: present?.name ?? '',
    source: present?.source ?? '+017771110000',
    destination: present?.destination ?? '+016660002222',
    text: '',
    way: isInterval ? 'every' : 'cron',
    cron: timing !== undefined && 'cron' in timing ? timing.cron : '0 9 * * 1-5',
    timeZone: timing !== undefined && 'cron' in timing ? timing.timeZone : ownTimeZone(),
    count: String(everyMs / units[unit]),
    unit,
  }
}

function askedOf({
  name,
  source,
  destination,
  text,
  way,
  cron,
  timeZone,
  count,
  unit,
}: Fields): NewRecurrence {
  const timing =
    way === 'cron'
      ? { cron: cron.trim(), timeZone: timeZone.trim() }
      : { everyMs: Math.round(Number(count) * units[unit]) }
  return { name, submission: { source, destination, text }, timing }
}
