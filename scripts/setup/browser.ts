// Finds a browser for the tests or gets one: each way in turn, bounded and announced.
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { execa, execaSync } from 'execa'
import { Problem } from '../console/problem'
import { ROOT } from '../stack/root'
import { type Installing, installDebianPackage, runInstaller } from '../stack/run-installer'

const VERSION_LIMIT_MS = 15_000
const PLAYWRIGHT_LIMIT_MS = 180_000

/** First the one that has no windows at all, which needs half of the processor's time. */
const NAMES = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
]
const MAC_APPS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

interface BrowserSearch extends Installing {
  env: NodeJS.ProcessEnv
}

type Look = (search: BrowserSearch) => Promise<string | null>

const asked = { reject: false, timeout: VERSION_LIMIT_MS } as const

/** Whether it starts at all: one that lacks a system library does not even tell its version. */
async function runs(path: string): Promise<boolean> {
  return !(await execa(path, ['--version'], asked)).failed
}

/** What may be a browser on this machine, by the files alone, the likeliest first. */
function candidates(env: NodeJS.ProcessEnv): string[] {
  const folders = [...(env.PATH ?? '').split(delimiter).filter(Boolean), '/usr/bin']
  const onPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))
  return [...new Set([...onPath, ...MAC_APPS])].filter((file) => existsSync(file))
}

/** The first installed browser that runs, for a configuration that cannot wait; null when there is none. */
export function installedBrowser(env: NodeJS.ProcessEnv): string | null {
  return candidates(env).find((path) => !execaSync(path, ['--version'], asked).failed) ?? null
}

async function firstThatRuns(paths: string[]): Promise<string | null> {
  for (const path of paths) if (await runs(path)) return path
  return null
}

const given: Look = async ({ env }) => {
  const path = env.CHROMIUM_PATH
  if (!path) return null
  if (await runs(path)) return path
  throw new Problem(
    `CHROMIUM_PATH=${path} does not run as a browser; correct it, or unset it and an installed one is tried next.`,
  )
}

const installed: Look = async ({ env, report }) => {
  const there = candidates(env)
  const path = await firstThatRuns(there)
  if (path) return path
  const what = there.length > 0 ? `${there.join(', ')} does not run` : 'No Chrome or Chromium is installed'
  report(`${what}; trying Playwright's own.`)
  return null
}

const fromPlaywright: Look = async (search) => {
  const { chromium } = await import('@playwright/test')
  const path = chromium.executablePath()
  if (existsSync(path) && (await runs(path))) return path
  const cli = join(ROOT, 'node_modules', '@playwright', 'test', 'cli.js')
  const got = await runInstaller(
    {
      name: 'npx playwright install chromium',
      program: process.execPath,
      args: [cli, 'install', 'chromium'],
      limitMs: PLAYWRIGHT_LIMIT_MS,
    },
    search,
  )
  if (got && existsSync(path) && (await runs(path))) return path
  search.report('Playwright gave no browser that runs; trying apt-get.')
  return null
}

const fromApt: Look = async (search) => {
  const got = await installDebianPackage('chromium-headless-shell', search)
  return got ? firstThatRuns(candidates(search.env)) : null
}

/**
 * The path of a working Chrome or Chromium: CHROMIUM_PATH, an installed one, Playwright's, Debian's.
 * @throws Problem when there is none, saying what the user can do
 */
export async function findBrowser(search: BrowserSearch): Promise<string> {
  for (const look of [given, installed, fromPlaywright, fromApt]) {
    search.signal?.throwIfAborted()
    const path = await look(search)
    if (path) return path
  }
  throw new Problem(
    'No Chrome or Chromium could be found or installed; install one and set CHROMIUM_PATH to it, for example CHROMIUM_PATH=/usr/bin/chromium.',
  )
}

/** What a browser needs to run in a container, and what keeps it from talking to anyone else. */
export const browserArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
