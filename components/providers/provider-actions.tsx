'use client'
import { useState } from 'react'
import { Field } from '@/components/ui/field'
import { inputClass } from '@/components/ui/input-class'
import { receiptTimeoutMs } from '@/lib/contract/fields'
import { apiPaths } from '@/lib/contract/paths'
import type { Provider } from '@/lib/contract/provider-list'
import { formatDuration } from '@/lib/packet/duration'
import { ChangeDialog, type ChangeQuestion } from './change-dialog'

/** What an operator can do to one provider. */
export function ProviderActions({ provider }: { provider: Provider }) {
  const { name, state } = provider
  const probing = state.probe?.phase === 'queued' || state.probe?.phase === 'sent'
  return (
    <div className="-ml-3 flex flex-wrap lg:ml-0 lg:flex-nowrap lg:justify-end">
      <DrainOrResume name={name} drained={state.drained !== null} />
      <Timeout provider={provider} />
      <Probe name={name} unavailable={probing ? 'A probe is under way.' : null} />
    </div>
  )
}

function DrainOrResume({ name, drained }: { name: string; drained: boolean }) {
  // An open dialog goes on asking what it asked, whatever somebody else changes meanwhile.
  const [resumes, setResumes] = useState(drained)
  const trigger = drained ? 'Resume' : 'Drain'
  return (
    <ChangeDialog
      {...(resumes ? resume(name) : drain(name))}
      trigger={trigger}
      triggerLabel={`${trigger} ${name}`}
      triggerLook="quiet"
      onOpen={() => setResumes(drained)}
    />
  )
}

function drain(name: string): ChangeQuestion {
  return {
    title: `Drain ${name}?`,
    about: 'It gets no new packets. Those it has finish.',
    confirm: 'Drain',
    placeholder: 'Maintenance until 14:00',
    path: apiPaths.providerAction(name, 'drain'),
  }
}

function resume(name: string): ChangeQuestion {
  return {
    title: `Give ${name} packets again?`,
    about: 'It takes its place in the order again.',
    confirm: 'Resume',
    placeholder: 'Maintenance is over',
    path: apiPaths.providerAction(name, 'resume'),
  }
}

function Probe({ name, unavailable }: { name: string; unavailable: string | null }) {
  return (
    <ChangeDialog
      trigger="Probe now"
      triggerLabel={`Probe ${name} now`}
      triggerLook="quiet"
      unavailable={unavailable}
      title={`Probe ${name}?`}
      about="It is handed a test packet. Its receipt closes an open breaker."
      confirm="Probe"
      placeholder="They say that it works again"
      path={apiPaths.providerAction(name, 'probe')}
    />
  )
}

function Timeout({ provider: { name, state } }: { provider: Provider }) {
  const inForce = String(state.receiptTimeoutMs / 1000)
  const [seconds, setSeconds] = useState(inForce)
  const isDefault = seconds.trim() === ''
  const ms = receiptTimeoutMs.safeParse(Math.round(Number(seconds) * 1000))
  const error = isDefault || ms.success ? undefined : 'From 1 to 86,400 seconds.'
  const changes = isDefault || ms.data !== state.receiptTimeoutMs
  const body = { receiptTimeoutMs: isDefault ? null : (ms.data ?? null) }
  return (
    <ChangeDialog
      trigger="Time-out"
      triggerLabel={`Change the time-out of ${name}`}
      triggerLook="quiet"
      title={`How long may ${name} take?`}
      about="Packets handed over from now on wait that long for a receipt before the next provider."
      confirm="Change"
      placeholder="Its receipts take longer these days"
      path={apiPaths.providerAction(name, 'set-timeout')}
      onOpen={() => setSeconds(inForce)}
      body={() => (error === undefined && changes ? body : null)}
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
