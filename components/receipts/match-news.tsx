import { useState } from 'react'
import { receiptsInWords } from './words'

interface MatchNewsProps {
  /** Which filters are in force. */
  scope: string
  /** Null while it is not known yet. */
  total: number | null
  filtered: boolean
}

/** Tells a screen reader how many receipts a change of the filters left; not again while the count ticks. */
export function MatchNews({ scope, total, filtered }: MatchNewsProps) {
  const [told, setTold] = useState<{ scope: string; news: string } | null>(null)
  if (total !== null && told?.scope !== scope) setTold({ scope, news: newsOf(total, filtered) })
  return (
    <p role="status" className="sr-only">
      {told?.scope === scope && told.news}
    </p>
  )
}

function newsOf(total: number, filtered: boolean): string {
  if (!filtered) return `${receiptsInWords(total)} in all`
  if (total === 0) return 'No receipt matches'
  return `${receiptsInWords(total)} ${total === 1 ? 'matches' : 'match'}`
}
