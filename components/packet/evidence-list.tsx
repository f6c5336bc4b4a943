'use client'
import { useQuery } from '@tanstack/react-query'
import { Button } from '@/components/ui/button'
import { ReadFailed } from '@/components/ui/read-failed'
import { explainError } from '@/lib/client/explain-error'
import { packetReceiptsQuery } from '@/lib/client/list-receipts'
import { useHistory } from '@/lib/client/use-history'
import { attemptId } from '@/lib/contract/workflows'
import type { Packet } from '@/lib/packet/packet'
import { AttemptEvidence } from './attempt-evidence'
import { handOversIn } from './evidence'

/** The recorded proof of each hand-over, from Temporal's history, and of each receipt, from the store; read on demand. */
export function EvidenceList({ packet }: { packet: Packet }) {
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetching } = useHistory(packet)
  const stored = useQuery(packetReceiptsQuery(packet))
  const failed = error !== null && <ReadFailed message={explainError(error)} onRetry={() => void refetch()} />
  if (data === undefined) return failed || <p role="status">Reading the history</p>
  const handOvers = handOversIn(
    data.pages.flatMap((page) => page.events),
    packet.id,
  )
  const receipts = stored.data?.items ?? []
  return (
    <div className="grid gap-4">
      {packet.attempts.map((attempt) => (
        <AttemptEvidence
          key={attempt.number}
          attempt={attempt}
          handOverId={attemptId({ packetId: packet.id, attempt: attempt.number })}
          handOvers={handOvers.filter((each) => each.attempt === attempt.number)}
          receipts={receipts.filter((each) => each.attempt === attempt.number)}
          complete={!hasNextPage}
        />
      ))}
      {failed}
      {stored.error !== null && (
        <ReadFailed message={explainError(stored.error)} onRetry={() => void stored.refetch()} />
      )}
      {error === null && hasNextPage && (
        <Button className="justify-self-start" onClick={() => void fetchNextPage()} disabled={isFetching}>
          Read further
        </Button>
      )}
    </div>
  )
}
