/** The scoreboard, and its window as it stands in the page's address. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { createLoader, parseAsStringLiteral } from 'nuqs/server'
import { apiPaths } from '@/lib/contract/paths'
import { type Scoreboard, type ScoreboardWindow, scoreboardWindows } from '@/lib/contract/scoreboard'
import { every } from './explain-error'
import { request } from './request'

export const scoreboardSearch = {
  window: parseAsStringLiteral(scoreboardWindows).withDefault('24h'),
}

export const loadScoreboardSearch = createLoader(scoreboardSearch)

export function scoreboardQuery(window: ScoreboardWindow) {
  const params = new URLSearchParams({ window })
  return queryOptions({
    queryKey: ['scoreboard', window],
    queryFn: ({ signal }) => request<Scoreboard>(`${apiPaths.scoreboard}?${params}`, { signal }),
    refetchInterval: every(3_000),
    placeholderData: keepPreviousData,
  })
}
