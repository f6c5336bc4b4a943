/** Why a provider was chosen, in the memo's short names. */
import { choiceWays, type RouteChoice, skipReasons } from './choice'

export const wayCodeOf = {
  order: 'o',
  quality: 'q',
  exploration: 'x',
} as const satisfies Record<RouteChoice['by'], string>

export const skipCodeOf = {
  drained: 'd',
  breaker: 'b',
  prefix: 'p',
} as const satisfies Record<(typeof skipReasons)[number], string>

type WayCode = (typeof wayCodeOf)[RouteChoice['by']]
type SkipCode = (typeof skipCodeOf)[(typeof skipReasons)[number]]

/** By what, confirmed share, median time, and who was passed over why. */
export type ChoiceSnapshot = readonly [
  WayCode,
  number | null,
  number | null,
  readonly (readonly [string, SkipCode])[],
]

export function packChoice({ by, share, medianMs, skipped }: RouteChoice): ChoiceSnapshot {
  const packed = skipped.map(({ provider, why }) => [provider, skipCodeOf[why]] as const)
  return [wayCodeOf[by], share, medianMs, packed]
}

export function unpackChoice([code, share, medianMs, skipped]: ChoiceSnapshot): RouteChoice {
  return {
    by: choiceWays.find((way) => wayCodeOf[way] === code) ?? 'order',
    share,
    medianMs,
    skipped: skipped.map(([provider, skip]) => ({
      provider,
      why: skipReasons.find((reason) => skipCodeOf[reason] === skip) ?? 'drained',
    })),
  }
}
