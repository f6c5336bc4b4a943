'use client'
import { Button } from '@/components/ui/button'
import { ReadFailed } from '@/components/ui/read-failed'
import { explainError } from '@/lib/client/explain-error'
import { useHistory } from '@/lib/client/use-history'
import { attemptId } from '@/lib/contract/attempt-id'
import type { Packet } from '@/lib/packet/packet'
import { AttemptEvidence } from './attempt-evidence'
import { evidenceOf } from './evidence'

/** The recorded proof of each hand-over and receipt, read from Temporal when somebody wants to see it. */
export function EvidenceList({ packet }: { packet: Packet }) {
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetching } = useHistory(packet)
  const failed = error !== null && <ReadFailed message={explainError(error)} onRetry={() => void refetch()} />
  if (data === undefined) return failed || <p role="status">Reading the history</p>
  const { handOvers, receipts } = evidenceOf(data.pages.flatMap((page) => page.events))
  return (
    <div className="grid gap-4">
      {packet.attempts.map((attempt) => (
        <AttemptEvidence
          key={attempt.number}
          attempt={attempt}
          handOverId={attemptId({ runId: packet.runId, attempt: attempt.number })}
          handOvers={handOvers.filter((each) => each.attempt === attempt.number)}
          receipts={receipts.filter((each) => each.attempt === attempt.number)}
          complete={!hasNextPage}
        />
      ))}
      {failed}
      {error === null && hasNextPage && (
        <Button className="justify-self-start" onClick={() => void fetchNextPage()} disabled={isFetching}>
          Read further
        </Button>
      )}
    </div>
  )
}
