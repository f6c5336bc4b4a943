'use client'
import { HealthLine } from '@/components/shell/health-line'
import { PageHeader } from '@/components/shell/page-header'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { inputClass } from '@/components/ui/input-class'
import { counted } from '@/components/ui/numbers'
import { useAlive } from '@/components/ui/use-alive'
import { useHealth } from '@/lib/client/health'
import { AdvancedFields } from './advanced-fields'
import { ContentsField, type SubmitForm } from './contents-field'
import { RoutePlan } from './route-plan'
import { filledIn } from './submit-fields'
import { useSubmit } from './use-submit'

export function SubmitPage() {
  const health = useHealth({ streamed: false })
  const { form, send } = useSubmit()
  const alive = useAlive()
  return (
    <>
      <PageHeader title="Submit">
        <HealthLine health={health}>
          A packet goes to one provider after the other until one confirms it.
        </HealthLine>
      </PageHeader>
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_336px]">
        <form
          noValidate
          onSubmit={(event) => void send(event)}
          aria-label="New packet"
          className="min-w-0 rounded-lg border border-line bg-panel p-4"
        >
          {/* Typed too early, it would be overwritten; sent by the browser alone, it would stand in an address. */}
          <fieldset disabled={!alive} className="min-w-0">
            <Fields form={form} />
            <SubmitRow form={form} />
          </fieldset>
        </form>
        <RoutePlan form={form} />
      </div>
    </>
  )
}

function Fields({ form }: { form: SubmitForm }) {
  const { errors } = form.formState
  return (
    <div className="grid gap-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Source" error={errors.source?.message} hint="Where it comes from.">
          {(control) => (
            <input
              {...control}
              {...form.register('source')}
              defaultValue={filledIn.source}
              dir="auto"
              autoComplete="off"
              className={inputClass}
            />
          )}
        </Field>
        <Field label="Destination" error={errors.destination?.message} hint="Where it goes.">
          {(control) => (
            <input
              {...control}
              {...form.register('destination')}
              defaultValue={filledIn.destination}
              dir="auto"
              autoComplete="off"
              className={inputClass}
            />
          )}
        </Field>
      </div>
      <ContentsField form={form} />
      <AdvancedFields form={form} />
    </div>
  )
}

function SubmitRow({ form }: { form: SubmitForm }) {
  const { isSubmitting, isSubmitSuccessful, errors } = form.formState
  const faults = Object.keys(errors).filter((name) => name !== 'root').length
  const busy = isSubmitting || (isSubmitSuccessful && Object.keys(errors).length === 0)
  return (
    <div className="mt-4 flex flex-wrap items-center gap-3 border-t border-line pt-4">
      <Button type="submit" look="primary" disabled={busy}>
        {busy ? 'Submitting' : 'Submit packet'}
      </Button>
      <p role="alert" className="min-w-0 flex-1 text-bad">
        {errors.root?.message}
        {faults > 0 && `${counted(faults, 'field needs', 'fields need')} a correction.`}
      </p>
    </div>
  )
}
