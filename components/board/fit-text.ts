/** Shortens text to the available width. */

type Measuring = Pick<CanvasRenderingContext2D, 'font' | 'measureText'>

const mostKnown = 5_000
const known = new Map<string, string>()

/** Puts "…" in the middle, where addresses differ least, and cuts only between graphemes. */
export function fitText(context: Measuring, text: string, width: number): string {
  const key = `${Math.floor(width)} ${context.font} ${text}`
  const was = known.get(key)
  if (was !== undefined) return was
  const fitted = cut(context, text, width)
  if (known.size >= mostKnown) known.clear()
  known.set(key, fitted)
  return fitted
}

const characters = new Intl.Segmenter()

function cut(context: Measuring, text: string, width: number): string {
  if (context.measureText(text).width <= width) return text
  const all = [...characters.segment(text)].map(({ segment }) => segment)
  const keep = (count: number) => {
    const head = Math.ceil(count / 2)
    return `${all.slice(0, head).join('')}…${all.slice(all.length - (count - head)).join('')}`
  }
  let [least, most] = [0, all.length - 1]
  while (least < most) {
    const middle = Math.ceil((least + most) / 2)
    if (context.measureText(keep(middle)).width <= width) least = middle
    else most = middle - 1
  }
  return keep(least)
}
