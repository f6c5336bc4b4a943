import { join, resolve } from 'node:path'

/** The project's root folder; commands work from any folder. */
export const ROOT = join(import.meta.dirname, '..', '..')

/** The path of a file in an option, relative to the caller's folder: npm runs its commands in the project's root. */
export function fromCaller(path: string): string {
  return resolve((process.cwd() === ROOT && process.env.INIT_CWD) || process.cwd(), path)
}
