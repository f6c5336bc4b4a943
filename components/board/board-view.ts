/** Runs the board's canvas: draws a frame when it would differ from the last one, and reports the row pointed at. */

import { followTheme, readPalette } from '@/components/route/palette'
import type { LaneSize } from '@/lib/client/board-search'
import { tickWords } from './axis'
import { axisHeight, labelWidth, laneHeights, Painter } from './paint'
import { headingHeight, type PlacedRow, type Rows, rowAt, rowBeside, rowsOf } from './rows'
import { Sprites } from './sprites'
import type { Stage } from './stage'

export interface ViewOptions {
  readonly size: LaneSize
  readonly spanMs: number
  readonly collapsed: ReadonlySet<string>
  /** The time to show, in milliseconds since the epoch. Constant while the board is paused. */
  readonly now: () => number
  /** Time stands still: a frame is drawn only where something else has changed. */
  readonly still: boolean
  /** Time moves by whole seconds, for reduced motion. */
  readonly calm: boolean
}

interface Parts {
  /** The scrolling element; the canvas sticks to its top. */
  readonly box: HTMLElement
  readonly canvas: HTMLCanvasElement
  /** Gives the box the scroll height of all lanes. */
  readonly spacer: HTMLElement
  readonly stage: Stage
  /** Called when another row is aimed at, or the aimed row has moved. */
  readonly onAim: (aimed: PlacedRow | null) => void
}

export class BoardView {
  readonly #parts: Parts
  readonly #ends: (() => void)[] = []
  #options: ViewOptions
  #rows: Rows
  #painter: Painter | null = null
  #size = { width: 0, height: 0, ratio: 1 }
  #frame = 0
  #isStale = true
  #shownNow = 0
  /** The pointer's distance from the axis, in CSS pixels; null where nothing is pointed at. */
  #pointedAt: number | null = null
  #aimed: PlacedRow | null = null

  constructor(parts: Parts, options: ViewOptions) {
    this.#parts = parts
    this.#options = options
    this.#rows = this.#layRows()
    const { box, stage } = parts
    const resized = new ResizeObserver(() => this.#resize())
    resized.observe(box)
    const visibility = () => this.#wake()
    const scrolled = () => this.#scroll()
    document.addEventListener('visibilitychange', visibility)
    box.addEventListener('scroll', scrolled, { passive: true })
    this.#ends.push(
      () => resized.disconnect(),
      stage.subscribe(() => this.#changed()),
      followTheme(() => this.#resize()),
      () => document.removeEventListener('visibilitychange', visibility),
      () => box.removeEventListener('scroll', scrolled),
    )
    this.#resize()
  }

  stop(): void {
    cancelAnimationFrame(this.#frame)
    for (const end of this.#ends) end()
  }

  set(options: ViewOptions): void {
    this.#options = options
    this.#changed()
  }

  /** @param y from the top of the box; null when the pointer has left */
  point(y: number | null): PlacedRow | null {
    this.#pointedAt = y === null || y < axisHeight ? null : y - axisHeight
    this.#aim()
    return this.#aimed
  }

  /** Aims at the next or the previous row, and scrolls it into view. */
  step(by: 1 | -1): void {
    const { box } = this.#parts
    const from = this.#aimed ?? { top: box.scrollTop, height: 0 }
    const next = rowBeside(this.#rows, from, by)
    if (next === null) return
    const room = box.clientHeight - axisHeight
    // A lane must not end up under its group's sticky heading.
    const top =
      next.top - (next.row.is === 'lane' && this.#parts.stage.scene.by !== 'none' ? headingHeight : 0)
    if (top < box.scrollTop) box.scrollTop = top
    if (next.top + next.height > box.scrollTop + room) box.scrollTop = next.top + next.height - room
    this.#pointedAt = next.top + 1 - box.scrollTop
    this.#aim()
  }

  /** Draws in the next animation frame, and in each one after it unless time stands still. */
  #wake(): void {
    if (this.#frame !== 0 || document.visibilityState === 'hidden') return
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0
      this.#draw()
      if (!this.#options.still) this.#wake()
    })
  }

  #redraw(): void {
    this.#isStale = true
    this.#wake()
  }

  #changed(): void {
    this.#rows = this.#layRows()
    const { spacer } = this.#parts
    spacer.style.height = `${Math.max(0, this.#rows.height + axisHeight - this.#size.height)}px`
    this.#redraw()
    this.#aim()
  }

  #layRows(): Rows {
    const { size, collapsed } = this.#options
    const { groups, by } = this.#parts.stage.scene
    return rowsOf(groups, { laneHeight: laneHeights[size], headed: by !== 'none', collapsed })
  }

  #scroll(): void {
    this.#redraw()
    this.#aim()
  }

  #aim(): void {
    const at = this.#pointedAt
    const { scrollTop } = this.#parts.box
    const aimed = at === null ? null : rowAt(this.#rows, at + scrollTop, scrollTop)
    const was = this.#aimed
    if (aimed?.top === was?.top && idOf(aimed) === idOf(was)) return
    this.#aimed = aimed
    this.#redraw()
    this.#parts.onAim(aimed)
  }

  #resize(): void {
    const { box, canvas } = this.#parts
    const ratio = window.devicePixelRatio
    this.#size = { width: box.clientWidth, height: box.clientHeight, ratio }
    canvas.width = Math.round(this.#size.width * ratio)
    canvas.height = Math.round(this.#size.height * ratio)
    canvas.style.height = `${this.#size.height}px`
    const context = canvas.getContext('2d', { alpha: false })
    if (context === null) return
    context.scale(ratio, ratio)
    const palette = readPalette(box)
    this.#painter = new Painter(context, palette, new Sprites(palette, ratio))
    this.#changed()
  }

  /** Skips a frame that would not visibly differ from the last one. */
  #draw(): void {
    // The pixel ratio changes without a resize when the window moves to another screen.
    if (window.devicePixelRatio !== this.#size.ratio) this.#resize()
    const { now, spanMs, calm, size } = this.#options
    const { width, height } = this.#size
    const at = calm ? Math.floor(now() / 1_000) * 1_000 : now()
    const moved = (Math.abs(at - this.#shownNow) / spanMs) * (width - labelWidth(width))
    if (!this.#isStale && moved < leastMove) return
    this.#isStale = false
    this.#shownNow = at
    const { box, stage } = this.#parts
    const { scene } = stage
    this.#painter?.paint({
      scene,
      rows: this.#rows,
      size,
      width,
      height,
      scrolled: box.scrollTop,
      now: at,
      spanMs,
      zoneMs: -new Date(at).getTimezoneOffset() * 60_000,
      tickWords,
      aimedTop: this.#aimed?.top ?? null,
      named: scene.by !== 'provider',
    })
  }
}

/** The least movement of the axis that is worth a frame, in CSS pixels. */
const leastMove = 0.25

function idOf(placed: PlacedRow | null): string | null {
  if (placed === null) return null
  return placed.row.is === 'lane' ? placed.row.id : placed.row.group.key
}
