/** Why a provider was chosen, in words. */
import type { RouteChoice } from './choice'
import { formatDuration } from './duration'

const ways: Record<RouteChoice['by'], string> = {
  order: 'next in order',
  quality: 'best by what was measured',
  exploration: 'to see how it does now',
}

type SkipReason = RouteChoice['skipped'][number]['why']

const mostNamed = 3

/** "RouteA", "RouteA and RouteB", "RouteA, RouteB, RouteC and 37 more". */
export function listed(providers: readonly string[]): string {
  const more = providers.length - mostNamed
  const names = more > 1 ? [...providers.slice(0, mostNamed), `${more} more`] : providers
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

export function breakersOpen(providers: readonly string[]): string {
  const names = listed(providers)
  return providers.length === 1 ? `${names}’s breaker is open` : `the breakers of ${names} are open`
}

/** "RouteA drained", "RouteB’s breaker is open"; "skipped RouteA (drained) 40 times". */
function skipWords(providers: readonly string[], why: SkipReason, times: number): string {
  const names = listed(providers)
  if (times > 1) return `skipped ${names} (${shortly[why]}) ${times} times`
  switch (why) {
    case 'drained':
      return `${names} drained`
    case 'breaker':
      return breakersOpen(providers)
    case 'prefix':
      return `${names} ${providers.length === 1 ? 'does' : 'do'} not serve this destination`
  }
}

const shortly: Record<SkipReason, string> = {
  drained: 'drained',
  breaker: 'breaker open',
  prefix: 'does not serve this destination',
}

interface Chosen {
  readonly provider: string
  readonly choice: RouteChoice | null
}

/**
 * For each choice of one packet, in order: "RouteA drained, RouteC chosen: next in order, 97 % confirmed, 1.8 s median".
 * Who is skipped again for the same reason is told once, with how often. Null where no choice was recorded.
 */
export function choicesInWords(all: readonly Chosen[]): (string | null)[] {
  const times = new Map<string, number>()
  for (const each of all.flatMap(({ choice }) => choice?.skipped ?? [])) {
    times.set(keyOf(each), (times.get(keyOf(each)) ?? 0) + 1)
  }
  return all.map(({ provider, choice }) => {
    if (choice === null) return null
    const groups = new Map<string, { why: SkipReason; count: number; providers: string[] }>()
    for (const each of choice.skipped) {
      const count = times.get(keyOf(each))
      if (count === undefined) continue
      times.delete(keyOf(each))
      const group = groups.get(`${each.why} ${count}`) ?? { why: each.why, count, providers: [] }
      group.providers.push(each.provider)
      groups.set(`${each.why} ${count}`, group)
    }
    const passed = [...groups.values()].map(({ why, count, providers }) => skipWords(providers, why, count))
    return [...passed, chosenWords(provider, choice)].join(', ')
  })
}

function keyOf({ provider, why }: RouteChoice['skipped'][number]): string {
  return `${why} ${provider}`
}

function chosenWords(provider: string, { by, share, medianMs }: RouteChoice): string {
  const measured = [
    ...(share === null ? [] : [`${Math.round(share * 100)} % confirmed`]),
    ...(medianMs === null ? [] : [`${formatDuration(medianMs)} median`]),
  ]
  return `${provider} chosen: ${[ways[by], ...measured].join(', ')}`
}

/** One choice by itself. */
export function choiceWords(provider: string, choice: RouteChoice): string {
  return choicesInWords([{ provider, choice }])[0] ?? ''
}
