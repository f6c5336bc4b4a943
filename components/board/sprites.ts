/** Shapes drawn once and copied from then on: a canvas copies an image many times faster than it draws a path. */
import type { Look } from '@/components/route/looks'
import type { Palette } from '@/components/route/palette'
import { strokesOf, usualStroke } from '@/components/route/shapes'

const unit = 16
/** Room for the stroke, and for the disc that separates the shape from what is behind it. */
const margin = 2
/** The number of steps in which a ring fills. */
const fillings = 24

export class Sprites {
  readonly #palette: Palette
  readonly #ratio: number
  readonly #known = new Map<string, HTMLCanvasElement>()

  /** @param ratio device pixels per CSS pixel */
  constructor(palette: Palette, ratio: number) {
    this.#palette = palette
    this.#ratio = ratio
  }

  draw(
    context: CanvasRenderingContext2D,
    look: Look,
    { x, y, size, progress }: { x: number; y: number; size: number; progress: number },
  ): void {
    const filled = look.shape === 'filling' ? Math.ceil(progress * fillings) : 0
    const key = `${look.shape} ${look.tone} ${size} ${filled}`
    let sprite = this.#known.get(key)
    if (sprite === undefined) {
      sprite = this.#make(look, size, filled / fillings)
      this.#known.set(key, sprite)
    }
    const side = sprite.width / this.#ratio
    context.drawImage(sprite, x - side / 2, y - side / 2, side, side)
  }

  #make({ shape, tone }: Look, size: number, progress: number): HTMLCanvasElement {
    const sprite = document.createElement('canvas')
    const scale = (size / unit) * this.#ratio
    sprite.width = sprite.height = Math.ceil((unit + 2 * margin) * scale)
    const context = sprite.getContext('2d')
    if (context === null) return sprite
    const { surfaces, tones } = this.#palette
    context.scale(scale, scale)
    context.translate(margin, margin)
    context.lineCap = context.lineJoin = 'round'
    context.fillStyle = surfaces.panel
    context.fill(new Path2D(`M8 -1.5a9.5 9.5 0 1 1 0 19a9.5 9.5 0 1 1 0 -19z`))
    for (const { d, paint, width = usualStroke, dash, opacity = 1 } of strokesOf(shape, progress)) {
      const path = new Path2D(d)
      context.globalAlpha = opacity
      context.setLineDash(dash === undefined ? [] : [...dash])
      context.lineWidth = width
      context.fillStyle = tones[tone]
      context.strokeStyle = paint === 'cut' ? surfaces.panel : tones[tone]
      if (paint === 'fill') context.fill(path)
      else context.stroke(path)
    }
    return sprite
  }
}
