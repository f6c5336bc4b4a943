// Tells whether a build result is current: compares a hash over all input files with the one stamped at the build.
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'

/** Files that never change the result. */
const BESIDE_THE_POINT = /\.test\.[cm]?tsx?$|\.md$|(^|\/)(histories|test-support)\//

export interface Build {
  /** Files and folders, relative to the root; those that do not exist count as empty. */
  inputs: string[]
  /** Any other input, such as a setting. */
  setting?: () => string
  /** What must exist for the result to be usable. */
  outputs: string[]
  /** File with the hash of the inputs that the result was built from. */
  stamp: string
}

/** The file itself, or all files in the folder; empty where neither exists. */
export async function filesUnder(path: string): Promise<string[]> {
  const found = await stat(path).catch(() => null)
  if (!found) return []
  if (found.isFile()) return [path]
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

/** A hash over names and contents of all inputs; tests, notes and recorded histories are left out. */
async function hashInputs(root: string, { inputs, setting }: Build): Promise<string> {
  const files = (await Promise.all(inputs.map((input) => filesUnder(join(root, input))))).flat()
  const relevant = files.map((file) => relative(root, file)).filter((file) => !BESIDE_THE_POINT.test(file))
  const hash = createHash('sha256')
    .update(process.versions.node)
    .update(setting?.() ?? '')
  for (const file of relevant.sort()) {
    hash.update(`\0${file}\0`).update(await readFile(join(root, file)))
  }
  return hash.digest('hex')
}

/** The hash to stamp after building; null when the existing result is current. */
async function staleHash(root: string, build: Build): Promise<string | null> {
  const { outputs, stamp } = build
  const hash = await hashInputs(root, build)
  const complete = [...outputs, stamp].every((file) => existsSync(join(root, file)))
  if (complete && (await readFile(join(root, stamp), 'utf8')) === hash) return null
  return hash
}

/**
 * Builds unless the existing result is current. The stamp is removed before the build. It is only written when the
 * build succeeds and its inputs have not changed meanwhile, so a partial or outdated result never counts as current.
 * @returns whether it was built
 */
export async function buildUnlessCurrent(
  root: string,
  build: Build,
  make: () => Promise<void>,
): Promise<boolean> {
  const hash = await staleHash(root, build)
  if (hash === null) return false
  const stamp = join(root, build.stamp)
  await rm(stamp, { force: true })
  await make()
  if ((await hashInputs(root, build)) === hash) {
    await mkdir(dirname(stamp), { recursive: true })
    await writeFile(stamp, hash)
  }
  return true
}
