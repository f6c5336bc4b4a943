'use client'
import { type UseFormReturn, useWatch } from 'react-hook-form'
import { Field } from '@/components/ui/field'
import { inputClass } from '@/components/ui/input-class'
import { Segmented } from '@/components/ui/segmented'
import type { Submission } from '@/lib/contract/submission'
import { readFile } from './read-file'
import { filledIn, type SubmitFields } from './submit-fields'

export type SubmitForm = UseFormReturn<SubmitFields, unknown, Submission>

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
              defaultValue={filledIn.text}
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

/** The look of a plain button, spelt out: class names that are put together at run time get no style. */
const fileButton =
  'file:mr-3 file:h-8 file:cursor-pointer file:rounded-md file:border file:border-line file:bg-panel file:px-3 file:text-sm file:text-ink hover:file:bg-hover'
