/** The window of the scoreboard as it stands in the page's address. Apart, because it brings the schemas along. */
import { createLoader, parseAsStringLiteral } from 'nuqs/server'
import { scoreboardWindows } from '@/lib/contract/scoreboard'

export const scoreboardSearch = {
  window: parseAsStringLiteral(scoreboardWindows).withDefault('24h'),
}

export const loadScoreboardSearch = createLoader(scoreboardSearch)
