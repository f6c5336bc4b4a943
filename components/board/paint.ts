/** Draws the visible part of the board on its canvas. */

import type { Palette } from '@/components/route/palette'
import type { LaneSize } from '@/lib/client/board-search'
import type { BoardPacket } from '@/lib/client/live-board'
import { type Axis, axisAt, ticksOf, xOf } from './axis'
import { fitText } from './fit-text'
import { layLane } from './lane'
import { headingWords } from './lane-words'
import { type PlacedRow, type Row, type Rows, rowsBetween } from './rows'
import type { Sprites } from './sprites'
import type { Scene } from './stage'

export const axisHeight = 28

export const laneHeights: Record<LaneSize, number> = { large: 26, small: 11 }
const stopSizes: Record<LaneSize, number> = { large: 14, small: 9 }
const barHeights: Record<LaneSize, number> = { large: 8, small: 5 }

/** The width of the column of names on the left. */
export function labelWidth(width: number): number {
  return Math.round(Math.min(260, width * 0.28))
}

/** How long a lane is highlighted after its packet has failed over. */
const glowMs = 1_200

/** The least distance between two ticks of the axis, in CSS pixels. */
const leastTickGap = 96

type Heading = Extract<Row, { is: 'heading' }>

export interface Picture {
  readonly scene: Scene
  readonly rows: Rows
  readonly size: LaneSize
  /** CSS pixels. */
  readonly width: number
  readonly height: number
  readonly scrolled: number
  /** Milliseconds since the epoch. */
  readonly now: number
  readonly spanMs: number
  /** How far the viewer's clock is ahead of UTC. */
  readonly zoneMs: number
  readonly tickWords: (at: number, stepMs: number) => string
  /** The top of the row that is aimed at. */
  readonly aimedTop: number | null
  /** Lanes show the provider's name; not needed where they are grouped by provider. */
  readonly named: boolean
}

interface Frame extends Picture {
  readonly axis: Axis
  /** The x position at which the axis begins. */
  readonly left: number
  readonly ticks: ReturnType<typeof ticksOf>
}

export class Painter {
  readonly #context: CanvasRenderingContext2D
  readonly #palette: Palette
  readonly #sprites: Sprites

  constructor(context: CanvasRenderingContext2D, palette: Palette, sprites: Sprites) {
    this.#context = context
    this.#palette = palette
    this.#sprites = sprites
  }

  paint(picture: Picture): void {
    const { width, height, scrolled, rows, now, spanMs } = picture
    const { surfaces } = this.#palette
    const left = labelWidth(width)
    const axis = axisAt(now, spanMs, width - left)
    const frame = { ...picture, left, axis, ticks: ticksOf(axis, picture.zoneMs, leastTickGap) }
    const context = this.#context
    const placed = rowsBetween(rows, scrolled, scrolled + height - axisHeight)
    const lanes = placed.filter(({ row }) => row.is === 'lane')
    const topOf = ({ top }: PlacedRow) => top + axisHeight - scrolled
    const nowX = left + xOf(axis, now) - 0.5
    context.fillStyle = surfaces.panel
    context.fillRect(0, 0, width, height)
    for (const lane of lanes) this.#paintGround(lane, topOf(lane), picture)
    context.fillStyle = surfaces.line
    context.fillRect(left, 0, 1, height)
    for (const { x } of frame.ticks.ticks) context.fillRect(left + Math.round(x), 0, 1, height)
    context.fillStyle = surfaces.accent
    context.fillRect(nowX, 0, 1, height)
    for (const lane of lanes) this.#paintPacket(lane, topOf(lane), frame)
    // Headings are painted over the lanes: a sticky heading covers the first ones of its group.
    for (const heading of placed) {
      if (heading.row.is !== 'heading') continue
      this.#paintGround(heading, topOf(heading), picture)
      context.fillStyle = surfaces.accent
      context.fillRect(nowX, topOf(heading), 1, heading.height)
      context.fillStyle = surfaces.line
      context.fillRect(0, topOf(heading) + heading.height - 1, width, 1)
      this.#paintHeading(heading.row, topOf(heading) + heading.height / 2, frame)
    }
    this.#paintAxis(frame)
  }

  #paintGround({ row, top, height }: PlacedRow, y: number, { scene, now, width, aimedTop }: Picture): void {
    const { surfaces } = this.#palette
    const packet = row.is === 'heading' || row.id === null ? undefined : scene.packets.get(row.id)
    const failedOverAt = packet?.failedOverAt ?? null
    const glows = failedOverAt !== null && now - failedOverAt < glowMs
    const isAimed = top === aimedTop && (row.is === 'heading' || packet !== undefined)
    if (row.is === 'lane' && !glows && !isAimed) return
    this.#context.fillStyle = glows ? surfaces['accent-wash'] : isAimed ? surfaces.hover : surfaces.sunken
    this.#context.fillRect(0, y, width, height)
  }

  #paintPacket({ row, height }: PlacedRow, top: number, frame: Frame): void {
    const packet = row.is === 'heading' || row.id === null ? undefined : frame.scene.packets.get(row.id)
    if (packet === undefined) return
    const middle = top + height / 2
    this.#paintLane(packet, middle, frame)
    if (frame.size === 'large') this.#paintLabel(packet, middle, frame)
  }

  #paintLane(packet: BoardPacket, middle: number, { size, width, axis, left }: Frame): void {
    const context = this.#context
    const { tones, washes, surfaces } = this.#palette
    const lane = layLane(packet, axis)
    const half = barHeights[size] / 2
    context.fillStyle = surfaces.edge
    for (const { x, width } of lane.threads) context.fillRect(left + x, middle - 0.5, width, 1)
    for (const { is, x, width, tone } of lane.bars) {
      context.globalAlpha = is === 'had' ? 0.5 : 1
      context.fillStyle = is === 'had' ? tones[tone] : washes[tone]
      context.fillRect(left + x, middle - half, width, 2 * half)
    }
    context.globalAlpha = 1
    context.fillStyle = surfaces.soft
    for (const x of lane.deadlines) context.fillRect(left + x - 0.75, middle - half - 3, 1.5, 2 * half + 6)
    for (const { x, look, progress } of lane.stops) {
      this.#sprites.draw(context, look, { x: left + x, y: middle, size: stopSizes[size], progress })
    }
    context.fillStyle = surfaces.soft
    if (lane.before) this.#arrow(left + 2, middle, -half)
    if (lane.after) this.#arrow(width - 2, middle, half)
  }

  /** An arrow that points at what lies beyond the axis. */
  #arrow(x: number, y: number, reach: number): void {
    const context = this.#context
    const depth = Math.abs(reach) + 1
    context.beginPath()
    context.moveTo(x, y)
    context.lineTo(x - Math.sign(reach) * depth, y - depth)
    context.lineTo(x - Math.sign(reach) * depth, y + depth)
    context.fill()
  }

  #paintLabel(packet: BoardPacket, middle: number, { named, left }: Frame): void {
    const context = this.#context
    const { surfaces, font } = this.#palette
    context.font = `12px ${font}`
    context.textBaseline = 'middle'
    let room = left - 20
    const provider = packet.attempts.at(-1)?.provider
    if (named && provider !== undefined && left > 160) {
      const text = fitText(context, provider, room / 2)
      context.textAlign = 'right'
      context.fillStyle = surfaces.soft
      context.fillText(text, left - 8, middle)
      room -= context.measureText(text).width + 8
    }
    context.textAlign = 'left'
    context.fillStyle = surfaces.ink
    context.fillText(fitText(context, packet.destination, room), 12, middle)
  }

  #paintHeading({ group, collapsed }: Heading, middle: number, frame: Frame): void {
    const context = this.#context
    const { surfaces, font } = this.#palette
    const { scene, left } = frame
    if (collapsed) this.#paintCollapsed(group.lanes, middle, frame)
    context.fillStyle = surfaces.soft
    this.#triangle(14, middle, collapsed)
    context.textBaseline = 'middle'
    context.textAlign = 'left'
    context.fillStyle = surfaces.ink
    context.font = `600 13px ${font}`
    const words = headingWords(group, scene)
    const name = fitText(context, words.name, Math.max(left - 90, frame.width - 200))
    context.fillText(name, 26, middle)
    const after = 26 + context.measureText(name).width + 8
    context.font = `12px ${font}`
    context.fillStyle = surfaces.soft
    context.fillText(words.count, after, middle)
  }

  #triangle(x: number, y: number, collapsed: boolean): void {
    const context = this.#context
    context.beginPath()
    if (collapsed) {
      context.moveTo(x - 2.5, y - 4.5)
      context.lineTo(x + 3.5, y)
      context.lineTo(x - 2.5, y + 4.5)
    } else {
      context.moveTo(x - 4.5, y - 2.5)
      context.lineTo(x + 4.5, y - 2.5)
      context.lineTo(x, y + 3.5)
    }
    context.fill()
  }

  /** Summarizes the lanes of a collapsed group: their deadlines, and where and how attempts ended. */
  #paintCollapsed(lanes: Heading['group']['lanes'], middle: number, { scene, axis, left }: Frame): void {
    const context = this.#context
    const { tones, surfaces } = this.#palette
    context.globalAlpha = 0.55
    for (const id of lanes) {
      const packet = id === null ? undefined : scene.packets.get(id)
      if (packet === undefined) continue
      const { deadlines, stops } = layLane(packet, axis)
      context.fillStyle = surfaces.soft
      for (const x of deadlines) context.fillRect(left + x, middle - 9, 1, 18)
      for (const { x, look } of stops) {
        if (look.shape === 'filling') continue
        context.fillStyle = tones[look.tone]
        context.fillRect(left + x - 1, middle - 7, 2, 14)
      }
    }
    context.globalAlpha = 1
  }

  #paintAxis({ width, tickWords, axis, left, ticks: { ticks, stepMs } }: Frame): void {
    const context = this.#context
    const { surfaces, font } = this.#palette
    context.fillStyle = surfaces.panel
    context.fillRect(0, 0, width, axisHeight)
    context.fillStyle = surfaces.line
    context.fillRect(0, axisHeight - 1, width, 1)
    context.fillRect(left, 0, 1, axisHeight)
    context.font = `11px ${font}`
    context.textBaseline = 'middle'
    context.textAlign = 'center'
    context.fillStyle = surfaces.faint
    for (const { at, x } of ticks) {
      const inside = x > 30 && x < axis.width - 30
      if (inside) context.fillText(tickWords(at, stepMs), left + x, axisHeight / 2)
    }
    const now = left + xOf(axis, axis.now)
    context.fillStyle = surfaces.accent
    context.beginPath()
    context.moveTo(now - 5, axisHeight - 8)
    context.lineTo(now + 5, axisHeight - 8)
    context.lineTo(now, axisHeight - 1)
    context.fill()
  }
}
