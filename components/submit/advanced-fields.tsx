'use client'
import { useState } from 'react'
import { Field } from '@/components/ui/field'
import { inputClass } from '@/components/ui/input-class'
import { defaultMaxAttempts, defaultReceiptTimeoutMs } from '@/lib/packet/bounds'
import type { SubmitForm } from './contents-field'

/**
 * What most packets leave to the defaults. Opens by itself when one of its fields is at fault, and stays open when
 * that is mended: whoever mends it is still typing there.
 */
export function AdvancedFields({ form }: { form: SubmitForm }) {
  const { errors } = form.formState
  const [open, setOpen] = useState(false)
  const faulty = Boolean(errors.id ?? errors.maxAttempts ?? errors.receiptTimeoutMs ?? errors.expiresAt)
  return (
    <details
      open={open || faulty}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className="rounded-md border border-line"
    >
      <summary className="px-3 py-2 font-normal text-soft hover:text-ink">Advanced</summary>
      <div className="grid gap-4 px-3 pt-1 pb-3 sm:grid-cols-2">
        <AdvancedField form={form} name="id" label="Id" hint="Made up when left empty." mono />
        <AdvancedField
          form={form}
          name="maxAttempts"
          label="Attempts"
          hint="Providers tried at most, 1 to 10."
          inputMode="numeric"
          placeholder={String(defaultMaxAttempts)}
        />
        <AdvancedField
          form={form}
          name="receiptTimeoutMs"
          label="Receipt time-out, seconds"
          hint="What each provider has, 1 to 86,400."
          fault="Use 1 to 86,400 seconds."
          inputMode="decimal"
          placeholder={String(defaultReceiptTimeoutMs / 1000)}
        />
        <AdvancedField
          form={form}
          name="expiresAt"
          label="Expires at"
          hint="By your clock. No provider is tried after it; at most 30 days ahead."
          type="datetime-local"
          step={1}
          max="9999-12-31T23:59:59"
        />
      </div>
    </details>
  )
}

interface AdvancedFieldProps {
  form: SubmitForm
  name: 'id' | 'maxAttempts' | 'receiptTimeoutMs' | 'expiresAt'
  label: string
  hint: string
  /** What is wrong, where the packet has another unit than the form. */
  fault?: string
  mono?: boolean
  inputMode?: 'numeric' | 'decimal'
  placeholder?: string
  type?: 'datetime-local'
  step?: number
  /** Also says how many digits a year can have. */
  max?: string
}

function AdvancedField({ form, name, label, hint, fault, mono = false, ...input }: AdvancedFieldProps) {
  const error = form.formState.errors[name]
  // No change tells that a half-filled date was emptied again.
  const onBlur = () => {
    if (error?.type === 'invalid_format') void form.trigger(name)
  }
  return (
    <Field label={label} error={error && (fault ?? error.message)} hint={hint}>
      {(control) => (
        <input
          {...control}
          {...form.register(name, { onBlur })}
          {...input}
          autoComplete="off"
          spellCheck={false}
          className={mono ? `${inputClass} font-mono text-xs` : inputClass}
        />
      )}
    </Field>
  )
}
