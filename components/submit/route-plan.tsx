'use client'
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue } from 'react'
import { useWatch } from 'react-hook-form'
import { PlanLine } from '@/components/route/plan-line'
import { Panel } from '@/components/ui/panel'
import { Told } from '@/components/ui/told'
import { routePlanQuery } from '@/lib/client/plan-route'
import { address, attemptLimit, receiptTimeoutMs } from '@/lib/contract/fields'
import { defaultMaxAttempts } from '@/lib/packet/bounds'
import type { SubmitForm } from './contents-field'

/** Where the packet would go with what the form says now. */
export function RoutePlan({ form }: { form: SubmitForm }) {
  const [destination, attempts, timeout] = useWatch({
    control: form.control,
    name: ['destination', 'maxAttempts', 'receiptTimeoutMs'],
  })
  const asked = useDeferredValue(destination)
  const valid = address.safeParse(asked)
  const { data, error } = useQuery({ ...routePlanQuery(valid.data ?? asked), enabled: valid.success })
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
