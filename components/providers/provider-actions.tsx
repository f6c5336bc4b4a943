'use client'
import { useState } from 'react'
import { Field, inputClass } from '@/components/ui/field'
import { call } from '@/lib/client/api'
import { receiptTimeoutMs } from '@/lib/contract/fields'
import type { Provider } from '@/lib/contract/provider-list'
import { formatDuration } from '@/lib/packet/duration'
import { type Change, ChangeDialog, type ChangeQuestion } from './change-dialog'

/** The actions for one provider. */
export function ProviderActions({ provider }: { provider: Provider }) {
  const { name, state } = provider
  const action = state.drained === null ? 'Drain' : 'Resume'
  const probing = state.probe?.phase === 'queued' || state.probe?.phase === 'sent'
  return (
    <div className="-ml-3 flex flex-wrap lg:ml-0 lg:flex-nowrap lg:justify-end">
      <ChangeDialog
        trigger={action}
        triggerLabel={`${action} ${name}`}
        triggerLook="quiet"
        question={state.drained === null ? drain(name) : resume(name)}
      />
      <Timeout provider={provider} />
      <ChangeDialog
        trigger="Probe now"
        triggerLabel={`Probe ${name} now`}
        triggerLook="quiet"
        unavailable={probing ? 'A probe is under way.' : null}
        question={probe(name)}
      />
    </div>
  )
}

function drain(name: string): ChangeQuestion {
  return {
    title: `Drain ${name}?`,
    about: 'It gets no new packets. Those already handed over to it finish.',
    confirm: 'Drain',
    placeholder: 'Maintenance until 14:00',
    change: draining(name),
    undo: { told: `${name} gets no new packets`, change: resuming(name) },
  }
}

function resume(name: string): ChangeQuestion {
  return {
    title: `Give ${name} packets again?`,
    about: 'It takes its place in the order again.',
    confirm: 'Resume',
    placeholder: 'Maintenance is over',
    change: resuming(name),
    undo: { told: `${name} gets packets again`, change: draining(name) },
  }
}

function draining(name: string): Change {
  return (because) => call('POST /api/providers/{name}/actions/drain', { params: { name }, body: because })
}

function resuming(name: string): Change {
  return (because) => call('POST /api/providers/{name}/actions/resume', { params: { name }, body: because })
}

function probe(name: string): ChangeQuestion {
  return {
    title: `Probe ${name}?`,
    about: 'It is handed a test packet. Its receipt closes an open breaker.',
    confirm: 'Probe',
    placeholder: 'They say that it works again',
    change: (because) =>
      call('POST /api/providers/{name}/actions/probe', { params: { name }, body: because }),
  }
}

export function changeTimeout(name: string, receiptTimeoutMs: number | null): Change {
  const params = { name }
  return (because) =>
    call('POST /api/providers/{name}/actions/set-timeout', { params, body: { ...because, receiptTimeoutMs } })
}

/** Also used where the scoreboard offers another time-out. */
export function timeoutQuestion(
  asked: Pick<ChangeQuestion, 'title' | 'placeholder' | 'change' | 'undo'>,
): ChangeQuestion {
  return {
    about: 'Packets handed over from now on wait this long for a receipt before the next provider is tried.',
    confirm: 'Change',
    ...asked,
  }
}

/** Puts the present time-out of the provider back in force. */
export function undoTimeout({ name, state }: Provider): NonNullable<ChangeQuestion['undo']> {
  const { receiptTimeoutMs, configuredTimeoutMs } = state
  const before = receiptTimeoutMs === configuredTimeoutMs ? null : receiptTimeoutMs
  return { told: `${name} has another time-out`, change: changeTimeout(name, before) }
}

function Timeout({ provider }: { provider: Provider }) {
  const { name, state } = provider
  const inForce = String(state.receiptTimeoutMs / 1000)
  const [seconds, setSeconds] = useState(inForce)
  const isDefault = seconds.trim() === ''
  const ms = receiptTimeoutMs.safeParse(Math.round(Number(seconds) * 1000))
  const error = isDefault || ms.success ? undefined : 'From 1 to 86,400 seconds.'
  const changes = isDefault || ms.data !== state.receiptTimeoutMs
  return (
    <ChangeDialog
      trigger="Time-out"
      triggerLabel={`Change the time-out of ${name}`}
      triggerLook="quiet"
      question={timeoutQuestion({
        title: `How long may ${name} take?`,
        placeholder: 'Its receipts take longer these days',
        undo: undoTimeout(provider),
      })}
      onOpen={() => setSeconds(inForce)}
      filledIn={
        error === undefined && changes ? changeTimeout(name, isDefault ? null : (ms.data ?? null)) : null
      }
    >
      <Field
        label="Seconds for a receipt"
        hint={`${formatDuration(state.receiptTimeoutMs)} now. Leave it empty for the configured ${formatDuration(state.configuredTimeoutMs)}.`}
        error={error}
      >
        {(control) => (
          <input
            {...control}
            value={seconds}
            inputMode="decimal"
            onChange={(event) => setSeconds(event.target.value)}
            className={inputClass}
            autoComplete="off"
          />
        )}
      </Field>
    </ChangeDialog>
  )
}
