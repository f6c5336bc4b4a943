// Rebuilds the processes when their sources change, and restarts those that came out different.
import { watch } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildProcesses } from '../build/processes'
import { describeFailure } from '../console/problem'
import { ROOT } from '../stack/root'
import type { PartName, Stack } from '../stack/stack'

const WATCHED = ['lib', 'web', 'worker', 'simulator']

/** Pages and API follow their sources by themselves; of the web process only what stands before them is bundled. */
const BUNDLES: Partial<Record<PartName, string[]>> = {
  worker: ['worker.mjs', 'workflow-bundle.js'],
  simulator: ['simulator.mjs'],
  web: ['web.mjs'],
}

/** An editor saves in several steps; they count as one change. */
const SETTLE_MS = 200

const SOURCE = /(?<!\.test)\.(tsx?|html|css|js)$/

type Built = Map<PartName, string>

async function readBundles(): Promise<Built> {
  const built: Built = new Map()
  for (const name of Object.keys(BUNDLES) as PartName[]) {
    const files = (BUNDLES[name] ?? []).map((file) => readFile(join(ROOT, 'dist', file), 'utf8'))
    built.set(name, (await Promise.all(files)).join('\0'))
  }
  return built
}

/** The parts whose bundles changed. */
async function rebuild(): Promise<PartName[]> {
  const before = await readBundles()
  await buildProcesses()
  const after = await readBundles()
  return [...after.keys()].filter((name) => after.get(name) !== before.get(name))
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

/** Watches until the signal is aborted; changes during a reload lead to one more. */
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
