/** How each shape is drawn on a grid of 16 × 16, for pages and canvases alike. */
import type { Shape } from './looks'

export interface Stroke {
  /** SVG path data. */
  readonly d: string
  /** `cut` is drawn in the background colour. */
  readonly paint: 'fill' | 'stroke' | 'cut'
  /** 1.5 by default. */
  readonly width?: number
  readonly dash?: readonly [number, number]
  readonly opacity?: number
}

export const usualStroke = 1.5

const ringRadius = 6
const ringLength = 2 * Math.PI * ringRadius

/** Clockwise from the top. */
function circle(radius: number): string {
  return `M8 ${8 - radius}a${radius} ${radius} 0 1 1 0 ${2 * radius}a${radius} ${radius} 0 1 1 0 ${-2 * radius}z`
}

function square(from: number, round: number): string {
  const side = 16 - 2 * (from + round)
  const corner = (x: number, y: number) => `a${round} ${round} 0 0 1 ${x * round} ${y * round}`
  return `M${from + round} ${from}h${side}${corner(1, 1)}v${side}${corner(-1, 1)}h${-side}${corner(-1, -1)}v${-side}${corner(1, -1)}z`
}

const ring: Stroke = { d: circle(ringRadius), paint: 'stroke', width: 2 }

const strokes: Record<Exclude<Shape, 'filling'>, readonly Stroke[]> = {
  tick: [
    { d: circle(7), paint: 'fill' },
    { d: 'M4.9 8.3l2.2 2.2 4-4.7', paint: 'cut', width: 1.75 },
  ],
  diamond: [{ d: 'M8 1.5l6.5 6.5-6.5 6.5-6.5-6.5z', paint: 'fill' }],
  minus: [
    { d: square(1.5, 3), paint: 'fill' },
    { d: 'M4.75 8h6.5', paint: 'cut', width: 1.75 },
  ],
  cross: [
    { d: square(2, 2.5), paint: 'stroke' },
    { d: 'M5.5 5.5l5 5m0-5l-5 5', paint: 'stroke' },
  ],
  clock: [
    { d: circle(6.25), paint: 'stroke' },
    { d: 'M8 4.5V8l2.3 1.7', paint: 'stroke' },
  ],
  broken: [{ d: 'M5.2 2.4A6.25 6.25 0 0 0 5.2 13.6M10.8 2.4a6.25 6.25 0 0 1 0 11.2', paint: 'stroke' }],
  dot: [{ d: circle(3), paint: 'fill' }],
  dotted: [{ ...ring, dash: [0.1, 3.67] }],
  'dead-end': [{ d: 'M1.5 8h8M12.5 3.5v9', paint: 'stroke', width: 2 }],
  spent: [
    { d: circle(7), paint: 'fill' },
    { d: 'M5.6 5.6l4.8 4.8m0-4.8l-4.8 4.8', paint: 'cut', width: 1.75 },
  ],
  alarm: [
    { d: 'M8 1.6l6.6 12H1.4z', paint: 'fill' },
    { d: 'M8 1.6l6.6 12H1.4z', paint: 'stroke' },
    { d: 'M8 6v3.4M8 11.6v.1', paint: 'cut', width: 1.75 },
  ],
  queued: [{ d: 'M3 4h10M3 8h10M3 12h6', paint: 'stroke', width: 1.75 }],
  calendar: [
    { d: 'M4 3h8a2 2 0 0 1 2 2v7a2 2 0 0 1 -2 2h-8a2 2 0 0 1 -2 -2v-7a2 2 0 0 1 2 -2z', paint: 'stroke' },
    { d: 'M2 6.75h12M5.25 1.5v3M10.75 1.5v3', paint: 'stroke' },
  ],
  slashed: [
    { d: circle(6.25), paint: 'stroke' },
    { d: 'M3.8 12.2l8.4-8.4', paint: 'stroke' },
  ],
}

/** @param progress how much of a filling ring is full, 0 to 1 */
export function strokesOf(shape: Shape, progress: number): readonly Stroke[] {
  if (shape !== 'filling') return strokes[shape]
  return [
    { ...ring, opacity: 0.3 },
    { ...ring, dash: [progress * ringLength, ringLength] },
  ]
}
