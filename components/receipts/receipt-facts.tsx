import type { ReactNode } from 'react'
import { Exact } from '@/components/time/ago'
import type { ReceiptEvidence } from '@/lib/contract/kept-receipt'
import type { KeyAge } from '@/lib/contract/workflows'

const ages: Record<KeyAge, string> = {
  only: '',
  newest: ', the newest of two secrets',
  older: ', the older of two secrets: the carrier has not switched to the newer one',
}

type Evidence = Pick<
  ReceiptEvidence,
  'receivedAt' | 'key' | 'keyAge' | 'webhookId' | 'providerReference' | 'excerpt'
>

/** The evidence of one receipt. Only receipts with a valid signature are ever shown. */
export function ReceiptFacts({ receipt }: { receipt: Evidence }) {
  const { receivedAt, key, keyAge, webhookId, providerReference, excerpt } = receipt
  return (
    <>
      <Fact name="Arrived">
        <Exact iso={receivedAt} />
      </Fact>
      <Fact name="Signature">
        passed, key <code className="font-mono text-xs">{key}</code>
        {ages[keyAge]}
      </Fact>
      <Fact name="Webhook id">
        <Code>{webhookId}</Code>
      </Fact>
      <Fact name="Reference">
        <bdi className="break-all">{providerReference ?? 'none given'}</bdi>
      </Fact>
      <Fact name="Body">
        <Code>{excerpt}</Code>
      </Fact>
    </>
  )
}

/** One line of a `dl` of evidence. */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-faint">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  )
}

export function Code({ children }: { children: string }) {
  return (
    <code translate="no" className="font-mono text-xs break-all">
      <bdi>{children}</bdi>
    </code>
  )
}
