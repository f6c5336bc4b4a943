// What each part is started from, to see which of them a build has changed.
import { readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { filesUnder } from '../build/inputs'
import type { PartName } from '../stack/stack'

/** Pages and API follow their sources by themselves; of the web process only what stands before them is bundled. */
const BUNDLES: Partial<Record<PartName, string[]>> = {
  worker: ['worker.mjs', 'workflow-bundle.js'],
  simulator: ['simulator.mjs', 'page'],
  web: ['web.mjs'],
}

type Built = Map<PartName, string>

/** @param dist the folder that is built into */
export async function readBundles(dist: string): Promise<Built> {
  const built: Built = new Map()
  for (const name of Object.keys(BUNDLES) as PartName[]) {
    const files = await Promise.all((BUNDLES[name] ?? []).map((path) => filesUnder(join(dist, path))))
    const texts = files
      .flat()
      .sort()
      .map(async (file) => [relative(dist, file), await readFile(file, 'utf8')])
    built.set(name, (await Promise.all(texts)).flat().join('\0'))
  }
  return built
}

export function changedParts(before: Built, after: Built): PartName[] {
  return [...after.keys()].filter((name) => after.get(name) !== before.get(name))
}
