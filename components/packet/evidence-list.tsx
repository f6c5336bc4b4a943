'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Button } from '@/components/ui/button'
import { historyQuery } from '@/lib/client/get-history'
import { attemptId } from '@/lib/contract/attempt-id'
import type { Packet } from '@/lib/packet/packet'
import { AttemptEvidence } from './attempt-evidence'
import { evidenceOf } from './evidence'

/** The recorded proof of each hand-over and receipt, read from Temporal when somebody wants to see it. */
export function EvidenceList({ packet }: { packet: Packet }) {
  const query = useInfiniteQuery(historyQuery(packet.id))
  if (query.isPending) return <p role="status">Reading the history</p>
  if (query.isError) return <p role="alert">{query.error.message}</p>
  const { handOvers, receipts } = evidenceOf(query.data.pages.flatMap((page) => page.events))
  return (
    <div className="grid gap-4">
      {packet.attempts.map((attempt) => (
        <AttemptEvidence
          key={attempt.number}
          attempt={attempt}
          handOverId={attemptId({ runId: packet.runId, attempt: attempt.number })}
          handOvers={handOvers.filter((each) => each.attempt === attempt.number)}
          receipts={receipts.filter((each) => each.attempt === attempt.number)}
        />
      ))}
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
