// `npm run dev`: runs the same parts as `npm start`, and reloads pages and processes when their sources change.
import { watch } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { prettyFactory } from 'pino-pretty'
import { buildUnlessCurrent, filesUnder } from './build/inputs'
import { buildProcesses, processBuild } from './build/processes'
import { describeFailure } from './console/problem'
import { ROOT } from './stack/root'
import type { PartName, Stack } from './stack/stack'
import { runProduct } from './start/run'

/** Next reloads pages and API by itself; of the web process only the code in front of Next is bundled here. */
const BUNDLES: Partial<Record<PartName, string[]>> = {
  worker: ['worker.mjs', 'workflow-bundle.js'],
  simulator: ['simulator.mjs', 'page'],
  web: ['web.mjs'],
}

type Built = Map<PartName, string>

/** @param dist the output folder of the build */
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

const WATCHED = ['lib', 'web', 'worker', 'simulator']

/** An editor saves in several steps; changes within this time count as one. */
const SETTLE_MS = 200

const SOURCE = /(?<!\.test)\.(tsx?|html|css|js)$/

const DIST = join(ROOT, 'dist')

/** Builds again and returns the parts whose bundles changed. */
async function rebuild(): Promise<PartName[]> {
  const before = await readBundles(DIST)
  await buildUnlessCurrent(ROOT, processBuild, buildProcesses)
  return changedParts(before, await readBundles(DIST))
}

async function reload(stack: Stack, say: (line: string) => void): Promise<void> {
  let changed: PartName[]
  try {
    changed = await rebuild()
  } catch (error) {
    say(`What runs stays, for the new sources do not build:\n${describeFailure(error)}`)
    return
  }
  if (changed.length === 0) return
  try {
    await Promise.all(changed.map((name) => stack.restart(name)))
    say(`Reloaded ${changed.join(', ')}.`)
  } catch (error) {
    say(describeFailure(error))
  }
}

/** Watches until the signal is aborted. Changes during a reload cause one more reload. */
export function reloadOnChange(stack: Stack, signal: AbortSignal, say: (line: string) => void): void {
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  const schedule = () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      running = running.then(() => (signal.aborted ? undefined : reload(stack, say)))
    }, SETTLE_MS)
  }
  for (const folder of WATCHED) {
    watch(join(ROOT, folder), { recursive: true, signal }, (_event, file) => {
      if (file && SOURCE.test(file)) schedule()
    }).on('error', (error) => say(`Changes in ${folder} are not noticed: ${error.message}`))
  }
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true })
}

const readable = prettyFactory({
  colorize: process.stdout.isTTY === true,
  ignore: 'pid,hostname,name,process',
  translateTime: 'SYS:HH:MM:ss.l',
})

/** @returns the exit status */
export function develop(): Promise<number> {
  return runProduct({
    mode: 'development',
    onLine: (part, line) => console.log(`${part.padEnd(9)} ${String(readable(line)).trimEnd()}`),
    onStarted: (stack, signal) => reloadOnChange(stack, signal, (line) => console.log(line)),
  })
}
