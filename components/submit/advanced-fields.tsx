'use client'
import { useState } from 'react'
import { useWatch } from 'react-hook-form'
import { Field, inputClass } from '@/components/ui/field'
import { defaultMaxAttempts, defaultReceiptTimeoutMs } from '@/lib/packet/bounds'
import { TextField } from './fields'
import type { SubmitForm } from './submit-fields'

/**
 * Fields that most packets leave at their defaults. Opens by itself when one of them is invalid, and stays open once it
 * is corrected, because the operator may still be typing there.
 */
export function AdvancedFields({ form }: { form: SubmitForm }) {
  const { errors } = form.formState
  const [open, setOpen] = useState(false)
  const faulty = Boolean(
    errors.id ??
      errors.maxAttempts ??
      errors.receiptTimeoutMs ??
      errors.expiresAt ??
      errors.notifyUrl ??
      errors.orderingKey ??
      errors.priority ??
      errors.fairnessKey,
  )
  return (
    <details
      open={open || faulty}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className="rounded-md border border-line"
    >
      <summary className="px-3 py-2 font-normal text-soft hover:text-ink">Advanced</summary>
      <div className="grid gap-4 px-3 pt-1 pb-3 sm:grid-cols-2">
        <TextField form={form} name="id" label="Id" hint="Generated if left empty." mono />
        <TextField
          form={form}
          name="maxAttempts"
          label="Attempts"
          hint="Providers tried at most, 1 to 10."
          inputMode="numeric"
          placeholder={String(defaultMaxAttempts)}
        />
        <TextField
          form={form}
          name="receiptTimeoutMs"
          label="Receipt time-out, seconds"
          hint="For each provider, 1 to 86,400."
          fault="Use 1 to 86,400 seconds."
          inputMode="decimal"
          placeholder={String(defaultReceiptTimeoutMs / 1000)}
        />
        <TextField
          form={form}
          name="expiresAt"
          label="Expires at"
          hint="By your clock. No provider is tried after it; at most 30 days ahead."
          type="datetime-local"
          step={1}
          max="9999-12-31T23:59:59"
        />
        <TextField
          form={form}
          name="notifyUrl"
          label="Notify at"
          hint="An http or https address to notify of its end."
          type="url"
          placeholder="https://example.com/hooks"
        />
        <PriorityField form={form} />
        <div className="grid content-start gap-2">
          <TextField
            form={form}
            name="orderingKey"
            label="Ordering key"
            hint="Packets with the same key are delivered one after the other."
            dir="auto"
          />
          <HoldField form={form} />
        </div>
        <TextField
          form={form}
          name="fairnessKey"
          label="Fairness key"
          hint="When many wait, each key gets its share. Default: the source."
          dir="auto"
        />
      </div>
    </details>
  )
}

const priorityOptions = [
  ['1', '1, goes first'],
  ['2', '2'],
  ['', '3, default'],
  ['4', '4'],
  ['5', '5, goes last'],
] as const

function PriorityField({ form }: { form: SubmitForm }) {
  return (
    <Field
      label="Priority"
      error={form.formState.errors.priority?.message}
      hint="Order of packets that wait for workers."
    >
      {(control) => (
        <select
          {...control}
          {...form.register('priority')}
          defaultValue={form.formState.defaultValues?.priority}
          className={inputClass}
        >
          {priorityOptions.map(([value, word]) => (
            <option key={value} value={value}>
              {word}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

/** Disabled without an ordering key, as it would have no effect. */
function HoldField({ form }: { form: SubmitForm }) {
  const orderingKey = useWatch({ control: form.control, name: 'orderingKey' })
  return (
    <label className="flex items-start gap-2 has-disabled:text-faint">
      <input
        type="checkbox"
        {...form.register('holdOnFailure')}
        disabled={orderingKey.trim() === ''}
        className="mt-0.5 size-4"
      />
      <span>
        Hold the others if it is not delivered
        <span className="block text-xs text-faint">
          Those behind it wait until an operator releases the queue.
        </span>
      </span>
    </label>
  )
}
