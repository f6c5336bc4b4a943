'use client'
import { useState } from 'react'
import { Field } from '@/components/ui/field'
import { inputClass } from '@/components/ui/input-class'
import { receiptTimeoutMs } from '@/lib/contract/fields'
import { apiPaths } from '@/lib/contract/paths'
import type { Provider } from '@/lib/contract/provider-list'
import { formatDuration } from '@/lib/packet/duration'
import { ChangeDialog } from './change-dialog'

/** What an operator can do to one provider. */
export function ProviderActions({ provider }: { provider: Provider }) {
  const { name, state } = provider
  const probing = state.probe?.phase === 'queued' || state.probe?.phase === 'sent'
  return (
    <div className="-ml-3 flex flex-wrap lg:ml-0 lg:justify-end">
      {state.drained ? <Resume name={name} /> : <Drain name={name} />}
      {/* A new time-out is a new dialog, which begins with it. */}
      <Timeout key={state.receiptTimeoutMs} provider={provider} />
      {!probing && <Probe name={name} />}
    </div>
  )
}

function Drain({ name }: { name: string }) {
  return (
    <ChangeDialog
      trigger="Drain"
      triggerLabel={`Drain ${name}`}
      triggerLook="quiet"
      title={`Drain ${name}?`}
      confirm="Drain"
      placeholder="Maintenance until 14:00"
      path={apiPaths.providerAction(name, 'drain')}
    >
      It gets no new packets. Those it has finish.
    </ChangeDialog>
  )
}

function Resume({ name }: { name: string }) {
  return (
    <ChangeDialog
      trigger="Resume"
      triggerLabel={`Resume ${name}`}
      triggerLook="quiet"
      title={`Give ${name} packets again?`}
      confirm="Resume"
      placeholder="Maintenance is over"
      path={apiPaths.providerAction(name, 'resume')}
    >
      It takes its place in the order again.
    </ChangeDialog>
  )
}

function Probe({ name }: { name: string }) {
  return (
    <ChangeDialog
      trigger="Probe now"
      triggerLabel={`Probe ${name} now`}
      triggerLook="quiet"
      title={`Probe ${name}?`}
      confirm="Probe"
      placeholder="They say that it works again"
      path={apiPaths.providerAction(name, 'probe')}
    >
      It is handed a test packet. Its receipt closes an open breaker.
    </ChangeDialog>
  )
}

function Timeout({ provider: { name, state } }: { provider: Provider }) {
  const [seconds, setSeconds] = useState(String(state.receiptTimeoutMs / 1000))
  const isDefault = seconds.trim() === ''
  const ms = receiptTimeoutMs.safeParse(Math.round(Number(seconds) * 1000))
  const error = isDefault || ms.success ? undefined : 'From 1 to 86,400 seconds.'
  return (
    <ChangeDialog
      trigger="Time-out"
      triggerLabel={`Change the time-out of ${name}`}
      triggerLook="quiet"
      title={`How long may ${name} take?`}
      confirm="Change"
      placeholder="Its receipts take longer these days"
      path={apiPaths.providerAction(name, 'set-timeout')}
      body={() => (error === undefined ? { receiptTimeoutMs: isDefault ? null : (ms.data ?? null) } : null)}
    >
      <p className="mb-3">
        Packets handed over from now on wait that long for a receipt before the next provider.
      </p>
      <Field
        label="Seconds for a receipt"
        hint={`Leave it empty for the configured ${formatDuration(state.configuredTimeoutMs)}.`}
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
