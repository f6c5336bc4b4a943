'use client'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Code, Fact, ReceiptFacts } from '@/components/receipts/receipt-facts'
import { Exact } from '@/components/time/ago'
import { Button } from '@/components/ui/button'
import { countText } from '@/components/ui/format'
import { ReadFailed } from '@/components/ui/placeholder'
import { Name, Told } from '@/components/ui/told'
import { explainError } from '@/lib/client/client-error'
import { packetReceiptsQuery } from '@/lib/client/queries'
import { useHistory } from '@/lib/client/use-packet'
import type { ReceiptEvidence } from '@/lib/contract/kept-receipt'
import { attemptId } from '@/lib/contract/workflows'
import { formatDuration } from '@/lib/packet/duration'
import type { Attempt, Packet } from '@/lib/packet/packet'
import { type HandOverEvidence, handOversIn } from './evidence'

/** The recorded proof of each hand-over, from Temporal's history, and of each receipt, from the store. */
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

/** Limits what is rendered: a carrier that repeats itself may have sent thousands of receipts. */
const mostDrawn = 50

/** Puts repeated receipts after the others. */
function repeatedLast(receipts: readonly ReceiptEvidence[]): ReceiptEvidence[] {
  const isRepeated = ({ result }: ReceiptEvidence) => result === 'duplicate'
  return [...receipts.filter((each) => !isRepeated(each)), ...receipts.filter(isRepeated)]
}

const facts = 'grid gap-x-3 gap-y-0.5 not-first-of-type:mt-3 grid-cols-[88px_minmax(0,1fr)]'

interface AttemptEvidenceProps {
  attempt: Attempt
  /** The `webhook-id` of the hand-over. */
  handOverId: string
  handOvers: readonly HandOverEvidence[]
  receipts: readonly ReceiptEvidence[]
  /** All of the history has been read. */
  complete: boolean
}

/** What was sent to one provider, and what came back from it. */
function AttemptEvidence({ attempt, handOverId, handOvers, receipts, complete }: AttemptEvidenceProps) {
  const { number, provider, handOver } = attempt
  return (
    <section
      aria-label={`Evidence of attempt ${number}`}
      className="min-w-0 border-t border-line pt-3 first:border-0"
    >
      <h3 className="mb-1">
        <span className="text-soft">Attempt {number}, </span>
        <Name>{provider}</Name>
      </h3>
      <div className="grid gap-x-6 gap-y-2 lg:grid-cols-2">
        <Side title="Sent">
          {handOvers.length === 0 && (
            <Nothing complete={complete || handOver.state === 'WITHDRAWN'}>
              {handOver.state === 'WITHDRAWN' ? 'Nothing was sent.' : 'No answer recorded yet.'}
            </Nothing>
          )}
          {handOvers.map((each) => (
            <Sent key={each.eventId} handOver={each} handOverId={handOverId} />
          ))}
        </Side>
        <Side title="Came back">
          {receipts.length === 0 && <p className="text-faint">No receipt recorded.</p>}
          {repeatedLast(receipts)
            .slice(0, mostDrawn)
            .map((each) => (
              <CameBack key={each.id} receipt={each} attempt={attempt} />
            ))}
          {receipts.length > mostDrawn && (
            <p className="mt-3 text-soft">
              {mostDrawn} of {countText(receipts.length)} receipts, repeated ones last. The timeline has the
              others too.
            </p>
          )}
        </Side>
      </div>
    </section>
  )
}

/** If only some pages of the history were read, the evidence may be on the others. */
function Nothing({ complete, children }: { complete: boolean; children: string }) {
  return <p className="text-faint">{complete ? children : 'Not in the part of the history loaded so far.'}</p>
}

function Sent({ handOver, handOverId }: { handOver: HandOverEvidence; handOverId: string }) {
  const { at, answer, status, latencyMs, tries, excerpt, eventId } = handOver
  return (
    <dl className={facts}>
      <Fact name="At">
        <Exact iso={at} />
      </Fact>
      <Fact name="Answer">
        <Told>{status === null ? answer : `${status}, ${answer}`}</Told>
        {latencyMs !== null && ` after ${formatDuration(latencyMs)}`}
      </Fact>
      {tries === 0 ? (
        <Fact name="Tries">none: nothing was sent</Fact>
      ) : (
        <>
          <Fact name="Tries">{tries}</Fact>
          <Fact name="Webhook id">
            <Code>{handOverId}</Code>
          </Fact>
          <Fact name="Body">{excerpt === '' ? 'empty' : <Code>{excerpt}</Code>}</Fact>
        </>
      )}
      <Fact name="Event">{eventId}</Fact>
    </dl>
  )
}

function CameBack({ receipt, attempt }: { receipt: ReceiptEvidence; attempt: Attempt }) {
  const { delivered, why } = receipt
  return (
    <dl className={facts}>
      <Fact name="Says">
        {delivered ? 'delivered' : 'not delivered'}
        {why !== null && (
          <>
            : <bdi>{why}</bdi>
          </>
        )}
        {standing(receipt, attempt)}
      </Fact>
      <ReceiptFacts receipt={receipt} />
    </dl>
  )
}

/** What is unusual about the receipt. */
function standing(receipt: ReceiptEvidence, attempt: Attempt): ReactNode {
  const lateMs = Date.parse(receipt.receivedAt) - Date.parse(attempt.deadline)
  const words = [lateMs > 0 ? `${formatDuration(lateMs)} late` : null, besideFirst(receipt, attempt)]
  const told = words.filter((word) => word !== null)
  return told.length === 0 ? null : <span className="text-silent"> ({told.join(', ')})</span>
}

function besideFirst(
  { result, reason, delivered }: ReceiptEvidence,
  { receipt: first }: Attempt,
): string | null {
  if (reason === 'CONTRADICTION') return 'refused: its webhook-id came earlier with another body'
  if (result === 'duplicate') return 'repeats an earlier one'
  return first !== null && first.delivered !== delivered ? 'contradicts another one' : null
}

function Side({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <h4 className="mb-0.5 text-xs text-soft">{title}</h4>
      {children}
    </div>
  )
}
