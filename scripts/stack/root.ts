import { join } from 'node:path'

/** The folder of the project; commands work from wherever they are called. */
export const ROOT = join(import.meta.dirname, '..', '..')
