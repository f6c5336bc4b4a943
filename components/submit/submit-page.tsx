'use client'
import { useWatch } from 'react-hook-form'
import { PlanLine, usePlan } from '@/components/route/plan-line'
import { HealthLine } from '@/components/shell/health-line'
import { PageHeader } from '@/components/shell/page-header'
import { useAlive } from '@/components/ui/browser'
import { Button } from '@/components/ui/button'
import { counted } from '@/components/ui/format'
import { Panel } from '@/components/ui/panel'
import { Told } from '@/components/ui/told'
import { useHealth } from '@/lib/client/link-state'
import { attemptLimit, receiptTimeoutMs } from '@/lib/contract/fields'
import { defaultMaxAttempts } from '@/lib/packet/bounds'
import { AdvancedFields } from './advanced-fields'
import { ContentsField, DeliverAtField, TextField } from './fields'
import type { SubmitForm } from './submit-fields'
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
  return (
    <div className="grid gap-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField form={form} name="source" label="Source" hint="Where it comes from." dir="auto" />
        <TextField form={form} name="destination" label="Destination" hint="Where it goes." dir="auto" />
      </div>
      <ContentsField form={form} />
      <DeliverAtField form={form} />
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

/** Where the packet would go with what the form says now. */
function RoutePlan({ form }: { form: SubmitForm }) {
  const [destination, attempts, timeout] = useWatch({
    control: form.control,
    name: ['destination', 'maxAttempts', 'receiptTimeoutMs'],
  })
  const { data, error } = usePlan(destination)
  const limit = attemptLimit.safeParse(attempts === '' ? defaultMaxAttempts : Number(attempts))
  const given = receiptTimeoutMs.safeParse(timeout === '' ? undefined : Math.round(Number(timeout) * 1000))
  return (
    <Panel title="The plan">
      <p className="mb-3 text-soft">Each provider gets it only when those before it did not deliver.</p>
      {data && data.outcome !== 'provider' && (
        <p className="mb-3 break-words text-silent">
          <Told names={data.stops.map(({ provider }) => provider)}>{data.why}</Told>
        </p>
      )}
      {data && (
        <PlanLine
          stops={data.stops}
          maxAttempts={limit.data ?? defaultMaxAttempts}
          receiptTimeoutMs={given.data ?? null}
        />
      )}
      {!data && (
        <p className="text-soft" role={error ? 'alert' : 'status'}>
          {error ? `The plan could not be made. ${error.message}` : 'Reading the providers'}
        </p>
      )}
    </Panel>
  )
}
