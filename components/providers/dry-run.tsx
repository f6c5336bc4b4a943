'use client'
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { PlanLine } from '@/components/route/plan-line'
import { Field } from '@/components/ui/field'
import { inputClass } from '@/components/ui/input-class'
import { Panel } from '@/components/ui/panel'
import { Told } from '@/components/ui/told'
import { isRefusal } from '@/lib/client/client-error'
import { explainError } from '@/lib/client/explain-error'
import { exampleDestination, routePlanQuery } from '@/lib/client/plan-route'
import { address } from '@/lib/contract/fields'

/** Where a packet would go now, and why, without sending one. */
export function DryRun() {
  const [destination, setDestination] = useState(exampleDestination)
  const asked = useDeferredValue(destination)
  const valid = address.safeParse(asked)
  const { data, error } = useQuery({ ...routePlanQuery(valid.data ?? asked), enabled: valid.success })
  const refused = error !== null && isRefusal(error)
  const fault = valid.success ? (refused ? error.message : undefined) : valid.error.issues[0]?.message
  return (
    <Panel title="Where would a packet go now?">
      <Field label="Destination" hint="Nothing is sent." error={fault}>
        {(control) => (
          <input
            {...control}
            value={destination}
            onChange={(event) => setDestination(event.target.value)}
            className={inputClass}
            dir="auto"
            autoComplete="off"
            spellCheck={false}
          />
        )}
      </Field>
      {error !== null && !refused && (
        <p role="alert" className="my-3 text-soft">
          {explainError(error)}
        </p>
      )}
      {data && valid.success && (
        <>
          <p className="my-3 text-pretty break-words" aria-live="polite">
            <Told names={data.stops.map(({ provider }) => provider)}>{data.why}</Told>
          </p>
          <PlanLine stops={data.stops} />
        </>
      )}
    </Panel>
  )
}
