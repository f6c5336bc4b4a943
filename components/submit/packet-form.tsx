'use client'
import type { ReactNode } from 'react'
import { useWatch } from 'react-hook-form'
import { PlanLine, usePlan } from '@/components/route/plan-line'
import { useAlive } from '@/components/ui/browser'
import { Button } from '@/components/ui/button'
import { counted } from '@/components/ui/format'
import { Panel } from '@/components/ui/panel'
import { Told } from '@/components/ui/told'
import { attemptLimit, receiptTimeoutMs } from '@/lib/contract/fields'
import { defaultMaxAttempts } from '@/lib/packet/bounds'
import { AdvancedFields } from './advanced-fields'
import { ContentsField, DeliverAtField, TextField } from './fields'
import type { SubmitFields, SubmitForm } from './submit-fields'
import { type Send, useSubmit } from './use-submit'

interface PacketFormProps {
  /** The form's accessible name. */
  name: string
  initial: SubmitFields
  /** The button's text: before, and while sending. */
  words: { idle: string; busy: string }
  /** False while the fields in `children` are incomplete. */
  ready?: boolean
  /** The caller's own fields, at the end. */
  children?: ReactNode
  send: Send
}

/** The form for a packet, and beside it the route that the packet would take. */
export function PacketForm({ name, initial, words, ready = true, children, send: act }: PacketFormProps) {
  const { form, send } = useSubmit(initial, act)
  const alive = useAlive()
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_336px]">
      <form
        noValidate
        onSubmit={(event) => void send(event)}
        aria-label={name}
        className="min-w-0 rounded-lg border border-line bg-panel p-4"
      >
        {/* Disabled until hydration: input would be lost, and a native submit would put it into the address. */}
        <fieldset disabled={!alive} className="min-w-0">
          <div className="grid gap-4">
            <div className="grid gap-4 sm:grid-cols-2">
              <TextField form={form} name="source" label="Source" hint="Where it comes from." dir="auto" />
              <TextField
                form={form}
                name="destination"
                label="Destination"
                hint="Where it goes."
                dir="auto"
              />
            </div>
            <ContentsField form={form} />
            <DeliverAtField form={form} />
            <AdvancedFields form={form} />
            {children}
          </div>
          <SubmitRow form={form} words={words} ready={ready} />
        </fieldset>
      </form>
      <RoutePlan form={form} />
    </div>
  )
}

interface SubmitRowProps extends Pick<PacketFormProps, 'words'> {
  form: SubmitForm
  ready: boolean
}

function SubmitRow({ form, words, ready }: SubmitRowProps) {
  const { isSubmitting, isSubmitSuccessful, errors } = form.formState
  const faults = Object.keys(errors).filter((name) => name !== 'root').length
  const busy = isSubmitting || (isSubmitSuccessful && Object.keys(errors).length === 0)
  return (
    <div className="mt-4 flex flex-wrap items-center gap-3 border-t border-line pt-4">
      <Button type="submit" look="primary" disabled={busy || !ready}>
        {busy ? words.busy : words.idle}
      </Button>
      <p role="alert" className="min-w-0 flex-1 text-bad">
        {errors.root?.message}
        {faults > 0 && `${counted(faults, 'field needs', 'fields need')} a correction.`}
      </p>
    </div>
  )
}

/** Where the packet would go with the form's current values. */
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
