'use client'
/** The fields of the form. */
import { useWatch } from 'react-hook-form'
import { useTimeTold } from '@/components/time/time-told'
import { Field, inputClass } from '@/components/ui/field'
import { Segmented } from '@/components/ui/segmented'
import { maxContentsBytes } from '@/lib/packet/bounds'
import type { SubmitForm } from './submit-fields'

const kinds = [
  { value: 'text', word: 'Text' },
  { value: 'base64', word: 'Base64' },
  { value: 'file', word: 'File' },
] as const

const areaClass = `${inputClass} block h-auto min-h-24 py-1.5 font-mono text-xs`

export function ContentsField({ form }: { form: SubmitForm }) {
  const kind = useWatch({ control: form.control, name: 'kind' })
  const { errors } = form.formState
  return (
    <div>
      <div className="mb-2 flex items-center gap-3">
        <span aria-hidden>Contents</span>
        <Segmented
          label="Contents as"
          value={kind}
          onChange={(next) => form.setValue('kind', next)}
          options={kinds}
        />
      </div>
      {kind === 'text' && (
        <Field label="Text" hideLabel error={errors.text?.message} hint="At most 256 KiB.">
          {(control) => (
            <textarea
              {...control}
              {...form.register('text')}
              defaultValue={form.formState.defaultValues?.text}
              rows={4}
              dir="auto"
              className={areaClass}
            />
          )}
        </Field>
      )}
      {kind === 'base64' && (
        <Field label="Base64" hideLabel error={errors.contents?.message} hint="At most 256 KiB decoded.">
          {(control) => (
            <textarea
              {...control}
              {...form.register('contents')}
              rows={4}
              spellCheck={false}
              className={areaClass}
            />
          )}
        </Field>
      )}
      {kind === 'file' && <FileField form={form} error={errors.file?.message} />}
    </div>
  )
}

function FileField({ form, error }: { form: SubmitForm; error: string | undefined }) {
  const file = useWatch({ control: form.control, name: 'file' })
  const choose = async (chosen: File | undefined) => {
    if (chosen === undefined) return
    const read = await readFile(chosen)
    form.setValue('file', read.ok ? read.file : null)
    if (read.ok) form.clearErrors('file')
    else form.setError('file', { message: read.why })
  }
  return (
    <Field label="File" hideLabel error={error} hint={file === null ? 'At most 256 KiB.' : file.name}>
      {(control) => (
        <input
          {...control}
          type="file"
          onChange={(event) => void choose(event.target.files?.[0])}
          className={`block w-full rounded-md border border-edge bg-panel p-2 aria-invalid:border-bad ${fileButton}`}
        />
      )}
    </Field>
  )
}

/** The style of a plain button, spelt out, because Tailwind does not see class names that are built at run time. */
const fileButton =
  'file:mr-3 file:h-8 file:cursor-pointer file:rounded-md file:border file:border-line file:bg-panel file:px-3 file:text-sm file:text-ink hover:file:bg-hover'

type ReadFile = { ok: true; file: { name: string; base64: string } } | { ok: false; why: string }

/** Reads a file as base64. A file that is too large is not read at all. */
async function readFile(file: File): Promise<ReadFile> {
  if (file.size > maxContentsBytes) {
    return { ok: false, why: `“${file.name}” has ${Math.ceil(file.size / 1024)} KiB; at most 256 KiB fit.` }
  }
  try {
    return { ok: true, file: { name: file.name, base64: toBase64(new Uint8Array(await file.arrayBuffer())) } }
  } catch {
    return { ok: false, why: `“${file.name}” could not be read.` }
  }
}

/** In chunks, because the number of arguments of a call is limited. */
function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (let from = 0; from < bytes.length; from += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(from, from + 0x8000))
  }
  return btoa(text)
}

/** Says how a time in words is understood while it is typed. */
export function DeliverAtField({ form }: { form: SubmitForm }) {
  const text = useWatch({ control: form.control, name: 'deliverAt' })
  const { told, fault } = useTimeTold(text)
  const error = form.formState.errors.deliverAt?.message ?? fault
  return (
    <Field
      label="Deliver at"
      error={error}
      hint={told ?? 'At once by default. Or "in 20 minutes", "tomorrow at 9".'}
    >
      {(control) => (
        <input
          {...control}
          {...form.register('deliverAt')}
          defaultValue={form.formState.defaultValues?.deliverAt}
          maxLength={100}
          autoComplete="off"
          spellCheck={false}
          placeholder="Now"
          className={inputClass}
        />
      )}
    </Field>
  )
}

interface TextFieldProps {
  form: SubmitForm
  name:
    | 'source'
    | 'destination'
    | 'id'
    | 'maxAttempts'
    | 'receiptTimeoutMs'
    | 'expiresAt'
    | 'notifyUrl'
    | 'orderingKey'
    | 'fairnessKey'
  label: string
  hint: string
  /** The error to show where the submission's unit differs from the form's. */
  fault?: string
  mono?: boolean
  inputMode?: 'numeric' | 'decimal'
  dir?: 'auto'
  placeholder?: string
  type?: 'datetime-local' | 'url'
  step?: number
  /** The latest value. It also limits the year to four digits. */
  max?: string
}

/** A single-line field. */
export function TextField({ form, name, label, hint, fault, mono = false, ...input }: TextFieldProps) {
  const error = form.formState.errors[name]
  // Emptying a half-filled date field fires no change event, so validate again on blur.
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
          defaultValue={form.formState.defaultValues?.[name]}
          autoComplete="off"
          spellCheck={false}
          className={mono ? `${inputClass} font-mono text-xs` : inputClass}
        />
      )}
    </Field>
  )
}
