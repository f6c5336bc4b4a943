import { join, resolve } from 'node:path'

/** The folder of the project; commands work from wherever they are called. */
export const ROOT = join(import.meta.dirname, '..', '..')

/** A file that an option names, as the caller means it: npm runs its commands in the folder of the project. */
export function fromCaller(path: string): string {
  return resolve((process.cwd() === ROOT && process.env.INIT_CWD) || process.cwd(), path)
}
