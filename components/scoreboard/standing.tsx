import { toneText } from '@/components/route/looks'
import { explainError } from '@/lib/client/explain-error'
import type { Scoreboard } from '@/lib/contract/scoreboard'
import { standingWords } from './standing-words'

/** One line above the numbers: what they are made of, and what is wrong with them. */
export function Standing({ board, error }: { board: Scoreboard; error: Error | null }) {
  return (
    <p className="mb-3 min-h-5 text-soft">
      {standingWords(board)}
      {error !== null && <span className={toneText.bad}> Not renewed: {explainError(error)}</span>}
    </p>
  )
}
