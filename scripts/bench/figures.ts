// What is measured, and what it has to be.

export const FIGURES = [
  'deliveriesPerSecond',
  'submitMs',
  'receiptToBrowserMs',
  'listRowMs',
  'receiptCheckMs',
  'forgedFlood',
  'viewers',
  'firstRowMs',
  'javascriptKb',
  'reads',
] as const

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
  run: () => Promise<Measured | null>
}
