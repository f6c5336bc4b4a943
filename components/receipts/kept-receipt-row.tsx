import Link from 'next/link'
import type { ReactNode } from 'react'
import { shortenMiddle } from '@/components/packets/shorten'
import { Glyph } from '@/components/route/glyph'
import { keptLooks } from '@/components/route/looks'
import { exactUtc } from '@/components/time/age'
import { Ago } from '@/components/time/ago'
import type { KeptReceipt } from '@/lib/contract/kept-receipt'
import { pagePaths } from '@/lib/contract/paths'
import { signedWith } from './signed-with'
import { keptMeanings } from './words'

interface KeptReceiptRowProps {
  receipt: KeptReceipt
  /** Left out where every row is of one packet. */
  withPacket: boolean
}

/** One kept receipt: what it says and why no packet took it, with its evidence on demand. */
export function KeptReceiptRow({ receipt, withPacket }: KeptReceiptRowProps) {
  const { reason, packetId, attempt, provider } = receipt
  return (
    <li className="py-2">
      <div className="grid gap-x-4 gap-y-0.5 md:grid-cols-[150px_minmax(0,1fr)_auto]">
        <span
          className="flex h-5 items-center gap-1.5 self-start whitespace-nowrap"
          title={keptMeanings[reason]}
        >
          <Glyph look={keptLooks[reason]} />
          {keptLooks[reason].word}
        </span>
        <span className="min-w-0">
          <bdi translate="no" className="font-semibold break-words">
            {provider}
          </bdi>
          {withPacket && (
            <>
              {' on '}
              <Link
                href={pagePaths.packet(packetId)}
                prefetch={false}
                title={packetId}
                aria-label={`Packet ${packetId}`}
                className="font-mono text-xs underline-offset-4 hover:text-accent hover:underline"
              >
                {shortenMiddle(packetId, 24)}
              </Link>
            </>
          )}
          <span className="text-soft">, attempt {attempt}: </span>
          {sayings(receipt)}
        </span>
        <span className="text-soft md:text-right">
          <Ago iso={receipt.receivedAt} after=" ago" />
        </span>
      </div>
      <details className="mt-0.5 md:ml-[166px]">
        <summary className="cursor-pointer text-xs text-soft hover:text-ink">Evidence</summary>
        <p className="mt-1 text-soft">{keptMeanings[reason]}</p>
        <Evidence receipt={receipt} />
      </details>
    </li>
  )
}

function sayings({ delivered, why }: KeptReceipt): ReactNode {
  return (
    <>
      {delivered ? 'delivered' : 'not delivered'}
      {why !== null && (
        <>
          , “<bdi className="break-words">{why}</bdi>”
        </>
      )}
    </>
  )
}

function Evidence({ receipt }: { receipt: KeptReceipt }) {
  return (
    <dl className="mt-1 grid gap-x-4 gap-y-0.5 text-xs grid-cols-[80px_minmax(0,1fr)]">
      <Fact name="Arrived">{exactUtc(receipt.receivedAt)}</Fact>
      <Fact name="Signature">{signedWith(receipt.key, receipt.keyAge)}</Fact>
      <Fact name="Webhook id" code>
        {receipt.webhookId}
      </Fact>
      <Fact name="Reference">
        <bdi>{receipt.providerReference ?? 'none given'}</bdi>
      </Fact>
      <Fact name="Body" code>
        {receipt.excerpt}
      </Fact>
      <Fact name="Its SHA-256" code>
        {receipt.digest}…
      </Fact>
    </dl>
  )
}

function Fact({ name, code = false, children }: { name: string; code?: boolean; children: ReactNode }) {
  return (
    <>
      <dt className="text-faint">{name}</dt>
      <dd className="min-w-0 break-all">
        {code ? (
          <code translate="no" className="font-mono">
            <bdi>{children}</bdi>
          </code>
        ) : (
          children
        )}
      </dd>
    </>
  )
}
