// What `npm run bench` may be told.
import { parseArgs } from 'node:util'
import { Problem } from '../console/problem'
import { FIGURES, type Figure, isFigure } from './figures'

export interface Options {
  /** What to measure; everything unless told. */
  only: ReadonlySet<Figure>
  /** Fewer rounds and smaller stores: shows that it works, not how fast it is. */
  quick: boolean
}

const USAGE = `Usage: npm run bench -- [--only NAME …] [--quick]\nNAME is one of: ${FIGURES.join(', ')}.`

/** @throws Problem that shows the usage */
export function readOptions(args: string[]): Options {
  try {
    const { values } = parseArgs({
      args,
      options: { only: { type: 'string', multiple: true }, quick: { type: 'boolean', default: false } },
    })
    const names = (values.only ?? FIGURES).flatMap((value) => value.split(','))
    const stranger = names.find((name) => !isFigure(name))
    if (stranger !== undefined) throw new Problem(`There is no figure "${stranger}".`)
    return { only: new Set(names.filter(isFigure)), quick: values.quick }
  } catch (error) {
    throw new Problem(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`)
  }
}
