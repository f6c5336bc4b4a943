/** Why a provider was chosen, in words. */
import type { RouteChoice } from './choice'
import { formatDuration } from './duration'

const ways: Record<RouteChoice['by'], string> = {
  order: 'next in order',
  quality: 'best by what was measured',
  exploration: 'to see how it does now',
}

type SkipReason = RouteChoice['skipped'][number]['why']

/** "RouteA drained", "RouteB’s breaker is open". */
function skipWords(provider: string, why: SkipReason): string {
  switch (why) {
    case 'drained':
      return `${provider} drained`
    case 'breaker':
      return `${provider}’s breaker is open`
    case 'prefix':
      return `${provider} does not serve this destination`
  }
}

/** "RouteA drained, RouteC chosen: next in order, 97 % confirmed, 1.8 s median". */
export function choiceWords(provider: string, { by, skipped, share, medianMs }: RouteChoice): string {
  const passed = skipped.map((each) => skipWords(each.provider, each.why))
  const measured = [
    ...(share === null ? [] : [`${Math.round(share * 100)} % confirmed`]),
    ...(medianMs === null ? [] : [`${formatDuration(medianMs)} median`]),
  ]
  return [...passed, `${provider} chosen: ${[ways[by], ...measured].join(', ')}`].join(', ')
}
