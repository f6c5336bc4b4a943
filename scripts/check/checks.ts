// The static checks, in the order in which their complaints are worth reading.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../stack/root'

export interface Check {
  name: string
  /** Scripts of installed packages with their arguments, run by Node one after the other. */
  commands: [script: string, ...args: string[]][]
}

function bin(...path: string[]): string {
  return join(ROOT, 'node_modules', ...path)
}

const ROOMS = ['app', 'components', 'lib', 'web', 'worker', 'simulator', 'scripts', 'examples', 'e2e'].filter(
  (room) => existsSync(join(ROOT, room)),
)

export const checks: Check[] = [
  { name: 'lint and format', commands: [[bin('@biomejs', 'biome', 'bin', 'biome'), 'check', '.']] },
  {
    name: 'types',
    commands: [
      // Next writes the types of routes and style sheets, which a fresh clone does not have.
      [bin('next', 'dist', 'bin', 'next'), 'typegen'],
      [bin('typescript', 'bin', 'tsc'), '--noEmit', '--project', '.'],
    ],
  },
  {
    name: 'dependency arrows',
    commands: [
      [
        bin('dependency-cruiser', 'bin', 'dependency-cruise.mjs'),
        ...['--config', '.dependency-cruiser.cjs', '--output-type', 'err-long'],
        ...ROOMS,
      ],
    ],
  },
  { name: 'dead code', commands: [[bin('knip', 'bin', 'knip.js')]] },
]
