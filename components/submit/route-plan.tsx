'use client'
import { useQuery } from '@tanstack/react-query'
import { useWatch } from 'react-hook-form'
import { PlanLine } from '@/components/route/plan-line'
import { Panel } from '@/components/ui/panel'
import { providersQuery } from '@/lib/client/list-providers'
import { attemptLimit, receiptTimeoutMs } from '@/lib/contract/fields'
import { defaultMaxAttempts } from '@/lib/packet/bounds'
import type { SubmitForm } from './contents-field'

/** Where the packet would go with what the form says now. */
export function RoutePlan({ form }: { form: SubmitForm }) {
  const { data, error } = useQuery({ ...providersQuery, refetchInterval: false })
  const [attempts, timeout] = useWatch({ control: form.control, name: ['maxAttempts', 'receiptTimeoutMs'] })
  const limit = attemptLimit.safeParse(attempts === '' ? defaultMaxAttempts : Number(attempts))
  const given = receiptTimeoutMs.safeParse(timeout === '' ? undefined : Math.round(Number(timeout) * 1000))
  return (
    <Panel title="The plan">
      <p className="mb-3 text-soft">Each provider gets it only when those before it did not deliver.</p>
      {data && (
        <PlanLine
          providers={data.items}
          maxAttempts={limit.data ?? defaultMaxAttempts}
          receiptTimeoutMs={given.data ?? null}
        />
      )}
      {!data && (
        <p className="text-soft" role={error ? 'alert' : 'status'}>
          {error ? `The providers could not be read. ${error.message}` : 'Reading the providers'}
        </p>
      )}
    </Panel>
  )
}
