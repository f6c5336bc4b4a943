/** Which part of a packet's time is in view: an axis within the whole one. */
import { type Axis, axisOver, shortestSpanMs } from './lane'

/** A view of the same length, moved as far as needed to lie within the whole. */
function within(view: Axis, whole: Axis): Axis {
  const length = Math.min(view.to - view.from, whole.to - whole.from)
  const from = Math.min(Math.max(view.from, whole.from), whole.to - length)
  return { from, to: from + length }
}

/**
 * The view made shorter (a factor below 1) or longer, with `around` at the same position. Null if that covers the
 * whole.
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

/** The view moved by a share of its length; a negative share moves it back. */
export function panned(view: Axis, whole: Axis, share: number): Axis {
  const by = (view.to - view.from) * share
  return within({ from: view.from + by, to: view.to + by }, whole)
}

/** The same view if it contains the moment, otherwise one of equal length around the moment. */
export function showing(view: Axis, whole: Axis, moment: number): Axis {
  if (moment >= view.from && moment <= view.to) return view
  const half = (view.to - view.from) / 2
  return within({ from: moment - half, to: moment + half }, whole)
}

/** A delivery is drawn no smaller than this share of the width, unless the operator zooms out. */
const leastShare = 1 / 20

/** What is in view at first: the whole; but only the delivery if it would be too small to read. */
export function firstView(delivery: Axis, whole: Axis): Axis | null {
  return delivery.to - delivery.from < (whole.to - whole.from) * leastShare ? delivery : null
}

/** The room that a view has before and after its moments, as a share of their span. */
const surroundings = 0.08

export function viewOver(moments: readonly number[], whole: Axis): Axis {
  const { from, to } = axisOver(moments)
  const room = (to - from) * surroundings
  return within({ from: from - room, to: to + room }, whole)
}
