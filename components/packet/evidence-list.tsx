'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { exactUtc } from '@/components/time/age'
import { Button } from '@/components/ui/button'
import { historyQuery } from '@/lib/client/get-history'
import { evidenceOf, type ReceiptEvidence } from './evidence'

/** The recorded proof of each hand-over and receipt, read from Temporal when somebody wants to see it. */
export function EvidenceList({ id }: { id: string }) {
  const query = useInfiniteQuery(historyQuery(id))
  if (query.isPending) return <p role="status">Reading the history</p>
  if (query.isError) return <p role="alert">{query.error.message}</p>
  const { handOvers, receipts } = evidenceOf(query.data.pages.flatMap((page) => page.events))
  return (
    <div className="grid gap-4">
      <Group title="Answers to hand-overs" empty={handOvers.length === 0 ? 'None recorded yet.' : null}>
        {handOvers.map((each) => (
          <Record key={each.eventId} attempt={each.attempt} eventId={each.eventId}>
            <Fact name="Tries">{each.tries}</Fact>
            <Fact name="Answer">
              {each.excerpt === '' ? (
                'empty'
              ) : (
                <code className="font-mono text-xs break-all">{each.excerpt}</code>
              )}
            </Fact>
          </Record>
        ))}
      </Group>
      <Group title="Receipts" empty={receipts.length === 0 ? 'None recorded yet.' : null}>
        {receipts.map((each) => (
          <Record key={each.eventId} attempt={each.attempt} eventId={each.eventId}>
            <ReceiptFacts receipt={each} />
          </Record>
        ))}
      </Group>
      {query.hasNextPage && (
        <Button
          className="justify-self-start"
          onClick={() => void query.fetchNextPage()}
          disabled={query.isFetching}
        >
          Read further
        </Button>
      )}
    </div>
  )
}

function ReceiptFacts({ receipt }: { receipt: ReceiptEvidence }) {
  return (
    <>
      <Fact name="Says">
        {receipt.delivered ? 'delivered' : 'not delivered'}
        {receipt.reason !== null && `: ${receipt.reason}`}
      </Fact>
      <Fact name="Taken at">{exactUtc(new Date(receipt.receivedAt).toISOString())}</Fact>
      <Fact name="Webhook id">
        <code className="font-mono text-xs break-all">{receipt.webhookId}</code>
      </Fact>
      <Fact name="Reference">
        <bdi className="break-all">{receipt.providerReference ?? 'none given'}</bdi>
      </Fact>
      <Fact name="Signed with">
        key <code className="font-mono text-xs">{receipt.key}</code>
      </Fact>
    </>
  )
}

function Group({ title, empty, children }: { title: string; empty: string | null; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h3 className="mb-1 text-xs text-soft">{title}</h3>
      {empty === null ? (
        <ul className="divide-y divide-line">{children}</ul>
      ) : (
        <p className="text-faint">{empty}</p>
      )}
    </section>
  )
}

function Record({ attempt, eventId, children }: { attempt: number; eventId: number; children: ReactNode }) {
  return (
    <li className="py-1.5">
      <dl className="flex flex-wrap gap-x-5 gap-y-0.5">
        <Fact name="Attempt">{attempt}</Fact>
        {children}
        <Fact name="Event">{eventId}</Fact>
      </dl>
    </li>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 gap-1.5">
      <dt className="shrink-0 text-faint">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  )
}
