/** The colours and the font of the pages, in the form a canvas needs. They change with the theme. */
import type { Tone } from '@/components/route/looks'

const tones = ['good', 'wait', 'silent', 'bad', 'lost', 'idle'] as const satisfies readonly Tone[]
const surfaces = [
  'panel',
  'sunken',
  'hover',
  'line',
  'edge',
  'ink',
  'soft',
  'faint',
  'accent',
  'accent-wash',
] as const
type Surface = (typeof surfaces)[number]

export interface Palette {
  readonly tones: Readonly<Record<Tone, string>>
  readonly washes: Readonly<Record<Tone, string>>
  readonly surfaces: Readonly<Record<Surface, string>>
  readonly font: string
}

/** A computed style resolves `light-dark()` for an element's property, not for a custom property: hence the probe. */
export function readPalette(within: HTMLElement): Palette {
  const probe = document.createElement('span')
  probe.hidden = true
  within.append(probe)
  const style = getComputedStyle(probe)
  const read = (name: string) => {
    probe.style.color = `var(--color-${name})`
    return style.color
  }
  const palette = {
    tones: recordOf(tones, read),
    washes: recordOf(tones, (tone) => read(`${tone}-wash`)),
    surfaces: recordOf(surfaces, read),
    font: style.fontFamily,
  }
  probe.remove()
  return palette
}

function recordOf<Name extends string>(names: readonly Name[], read: (name: Name) => string) {
  return Object.fromEntries(names.map((name) => [name, read(name)])) as Record<Name, string>
}

/**
 * Calls back whenever the colours may have changed, also for print, which is always light.
 *
 * @returns a function that ends this
 */
export function followTheme(change: () => void): () => void {
  const media = [matchMedia('(prefers-color-scheme: dark)'), matchMedia('print')]
  const observer = new MutationObserver(change)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
  for (const each of media) each.addEventListener('change', change)
  return () => {
    observer.disconnect()
    for (const each of media) each.removeEventListener('change', change)
  }
}
