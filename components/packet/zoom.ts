/** Which part of a packet's time is in view: an axis within the whole one. */
import { type Axis, axisOver, shortestSpanMs } from './lane'

/** The same length, moved as far as needed to lie within the whole. */
function within(view: Axis, whole: Axis): Axis {
  const length = Math.min(view.to - view.from, whole.to - whole.from)
  const from = Math.min(Math.max(view.from, whole.from), whole.to - length)
  return { from, to: from + length }
}

/**
 * So much shorter (a factor below 1) or longer, with `around` where it was. Null when that is the whole.
 *
 * @param around milliseconds since the epoch
 */
export function zoomed(view: Axis, whole: Axis, factor: number, around: number): Axis | null {
  const span = view.to - view.from
  const next = Math.max(shortestSpanMs, span * factor)
  if (next >= whole.to - whole.from) return null
  const share = Math.min(1, Math.max(0, (around - view.from) / span))
  const from = around - next * share
  return within({ from, to: from + next }, whole)
}

/** Moved along by a share of its length; negative for back. */
export function panned(view: Axis, whole: Axis, share: number): Axis {
  const by = (view.to - view.from) * share
  return within({ from: view.from + by, to: view.to + by }, whole)
}

/** The same view if the moment is in it, or one of its length around the moment. */
export function showing(view: Axis, whole: Axis, moment: number): Axis {
  if (moment >= view.from && moment <= view.to) return view
  const half = (view.to - view.from) / 2
  return within({ from: moment - half, to: moment + half }, whole)
}

/** A little of what is around these moments is in view too. */
const surroundings = 0.08

export function viewOver(moments: readonly number[], whole: Axis): Axis {
  const { from, to } = axisOver(moments)
  const room = (to - from) * surroundings
  return within({ from: from - room, to: to + room }, whole)
}
