// Finds or installs a browser for the tests: tries one way after the other, each announced and with a time limit.
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { execa, execaSync } from 'execa'
import { Problem } from '../console/problem'
import { ROOT } from '../stack/root'
import { type Installing, installDebianPackage, runInstaller } from '../stack/run-installer'

const VERSION_LIMIT_MS = 15_000
const PLAYWRIGHT_LIMIT_MS = 180_000

/** The headless shell comes first, because it needs half the processor time. */
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

/** Whether the browser starts: one that lacks a system library cannot even print its version. */
async function runs(path: string): Promise<boolean> {
  return !(await execa(path, ['--version'], asked)).failed
}

/** Files on this machine that may be a browser, the most likely first. */
function candidates(env: NodeJS.ProcessEnv): string[] {
  const folders = [...(env.PATH ?? '').split(delimiter).filter(Boolean), '/usr/bin']
  const onPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))
  return [...new Set([...onPath, ...MAC_APPS])].filter((file) => existsSync(file))
}

/**
 * The first installed browser that runs; null when there is none. Synchronous, for a configuration that cannot await.
 */
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
 * The path of a working Chrome or Chromium: from CHROMIUM_PATH, installed, from Playwright, or from Debian, in this
 * order.
 * @throws Problem that says what the user can do when there is none
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

/** Arguments that a browser needs in a container, and that keep it from contacting other servers. */
export const browserArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
