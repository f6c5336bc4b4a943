import type { ReactNode } from 'react'
import { attemptOutcome, handOverWords, receiptWords } from '@/components/route/attempt-words'
import { StopGlyph } from '@/components/route/glyph'
import { Exact } from '@/components/time/ago'
import { Name, Told } from '@/components/ui/told'
import { type Attempt, hasEnded, type Packet } from '@/lib/packet/packet'
import { choicesInWords } from '@/lib/packet/words'

const grid = 'md:grid md:grid-cols-[minmax(180px,1.2fr)_minmax(140px,1fr)_minmax(180px,1fr)] md:gap-x-4'

/** One row per attempt: its provider, outcome and reason, and the receipt that decided it. */
export function AttemptTable({ packet }: { packet: Packet }) {
  const listening = !hasEnded(packet.status) || packet.settling
  const choices = choicesInWords(packet.attempts)
  return (
    <table className="block">
      <thead className="block max-md:sr-only">
        <tr className={`${grid} border-b border-line pb-1 text-left text-xs text-soft`}>
          <th scope="col" className="font-normal md:pl-12">
            Provider
          </th>
          <th scope="col" className="font-normal">
            Hand-over
          </th>
          <th scope="col" className="font-normal">
            Receipt
          </th>
        </tr>
      </thead>
      <tbody className="block divide-y divide-line">
        {packet.attempts.map((attempt, index) => (
          <AttemptRow
            key={attempt.number}
            attempt={attempt}
            choice={choices[index] ?? null}
            listening={listening}
            stuck={packet.stuck !== null}
          />
        ))}
      </tbody>
    </table>
  )
}

interface AttemptRowProps {
  attempt: Attempt
  /** Why the provider was chosen, in words. */
  choice: string | null
  listening: boolean
  stuck: boolean
}

function AttemptRow({ attempt, choice, listening, stuck }: AttemptRowProps) {
  const { receipt } = attempt
  return (
    <tr className={`${grid} block py-2`}>
      <th scope="row" className="flex min-w-0 items-start gap-2 text-left font-normal">
        <span className="w-4 shrink-0 text-right text-xs leading-5 text-faint">{attempt.number}</span>
        <span className="mt-0.5">
          <StopGlyph attempt={attempt} />
        </span>
        <span className="min-w-0 text-pretty break-words">
          <Name>{attempt.provider}</Name>{' '}
          <span className="text-soft">
            <Told>{attemptOutcome(attempt, stuck)}</Told>
          </span>
          {choice !== null && (
            <span className="block text-xs text-faint">
              <Told names={[attempt.provider]}>{choice}</Told>
            </span>
          )}
        </span>
      </th>
      <Fact name="Hand-over" note={<Exact iso={attempt.transmittedAt} />}>
        <Unbroken words={handOverWords(attempt)} />
      </Fact>
      <Fact name="Receipt" note={receipt && <Exact iso={receipt.receivedAt} />}>
        <Unbroken words={receiptWords(attempt, listening, stuck)} />
        {receipt !== null && receipt.providerReference !== null && (
          <span className="block text-xs text-faint">
            Reference <bdi className="break-all">{receipt.providerReference}</bdi>
          </span>
        )}
      </Fact>
    </tr>
  )
}

const spans = /(\d[\d.]* (?:ms|s|min|h)\b)/

/** Keeps each number on one line with its unit. */
function Unbroken({ words }: { words: string }) {
  return words.split(spans).map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence have no other key
      <span key={index} className="whitespace-nowrap">
        {part}
      </span>
    ),
  )
}

function Fact({ name, note, children }: { name: string; note: ReactNode; children: ReactNode }) {
  return (
    <td className="block max-md:mt-1 max-md:grid max-md:grid-cols-[72px_1fr] max-md:gap-x-2 max-md:pl-12">
      <span className="text-faint md:hidden">{name}</span>
      <span className="inline-block first-letter:uppercase max-md:first-letter:normal-case">{children}</span>
      {note !== null && <span className="block text-xs text-faint max-md:col-start-2">{note}</span>}
    </td>
  )
}
