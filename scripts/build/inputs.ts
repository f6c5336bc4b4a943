// Whether something built is still what its sources would give: a hash over every file that goes in.
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'

/** Files that never change what is built. */
const BESIDE_THE_POINT = /\.test\.[cm]?tsx?$|\.md$|(^|\/)(histories|test-support)\//

export interface Build {
  /** Files and folders, relative to the root; those that do not exist count as empty. */
  inputs: string[]
  /** What else goes in, such as a setting. */
  setting?: () => string
  /** What must exist for the result to be usable. */
  outputs: string[]
  /** Holds the hash of the inputs the result was made from. */
  stamp: string
}

/** The file itself, or all in the folder; none where there is nothing. */
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

/** The hash to stamp after building; null when what is there is current. */
async function staleHash(root: string, build: Build): Promise<string | null> {
  const { outputs, stamp } = build
  const hash = await hashInputs(root, build)
  const complete = [...outputs, stamp].every((file) => existsSync(join(root, file)))
  if (complete && (await readFile(join(root, stamp), 'utf8')) === hash) return null
  return hash
}

/**
 * Builds unless what is there is current. While it is being built nothing is stamped, nor afterwards when the build has
 * failed or its inputs have changed meanwhile: what lies there then is not what these inputs give.
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
