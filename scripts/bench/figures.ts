// The figures that are measured, their limits, and the statistics over many values.

export const USUAL_FIGURES = [
  'deliveriesPerSecond',
  'batches',
  'ordered',
  'fairness',
  'submitMs',
  'receiptToBrowserMs',
  'listRowMs',
  'board',
  'receiptCheckMs',
  'forgedFlood',
  'viewers',
  'firstRowMs',
  'javascriptKb',
  'lighthouse',
  'reads',
] as const

/** The figures that take too long for a usual run come last. They are measured only when named. */
export const FIGURES = [...USUAL_FIGURES, 'memory', 'paused', 'observed'] as const

export type Figure = (typeof FIGURES)[number]

export function isFigure(name: string): name is Figure {
  return FIGURES.some((figure) => figure === name)
}

/** One number against its limit. */
export interface Check {
  name: string
  value: number
  atLeast?: number
  atMost?: number
  pass: boolean
}

export function atLeast(name: string, value: number, limit: number): Check {
  return { name, value, atLeast: limit, pass: value >= limit }
}

export function atMost(name: string, value: number, limit: number): Check {
  return { name, value, atMost: limit, pass: value <= limit }
}

/** What one measurement adds to the result. */
export interface Measured {
  figures: Record<string, unknown>
  checks: Check[]
}

export interface Step {
  figure: Figure
  title: string
  run: () => Promise<Measured>
}

function ascending(values: readonly number[]): number[] {
  return [...values].sort((one, other) => one - other)
}

/** The smallest value for which the given share (0–1) of all values is at or below it. */
export function quantile(values: readonly number[], share: number): number {
  const rank = Math.max(1, Math.ceil(share * values.length))
  const value = ascending(values)[rank - 1]
  if (value === undefined) throw new Error('Nothing was measured.')
  return value
}

export function median(values: readonly number[]): number {
  const sorted = ascending(values)
  const [lower, upper] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]]
  if (lower === undefined || upper === undefined) throw new Error('Nothing was measured.')
  return (lower + upper) / 2
}

interface Spread {
  p50: number
  p95: number
}

export function spreadOf(values: readonly number[]): Spread {
  return { p50: round(quantile(values, 0.5)), p95: round(quantile(values, 0.95)) }
}

/** Rounds to as many digits as a reader can use. */
export function round(value: number, digits = 1): number {
  return Number(value.toFixed(digits))
}
