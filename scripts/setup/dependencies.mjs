// Installs the packages in package-lock.json unless node_modules already holds exactly those.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const SHOWN_LINES = 12

/**
 * Whether the installed packages are the locked ones. npm's own record of an installation decides, so that
 * a developer's `npm install` counts as well. Packages for other platforms may be absent.
 *
 * @param {{packages: Record<string, {version?: string, optional?: boolean, devOptional?: boolean}>}} locked
 * @param {{packages: Record<string, {version?: string}>}} installed
 */
export function installedMatchesLock(locked, installed) {
  return Object.entries(locked.packages).every(([path, wanted]) => {
    if (path === '') return true
    const present = installed.packages[path]
    if (!present) return wanted.optional === true || wanted.devOptional === true
    return present.version === wanted.version
  })
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}

function dependenciesAreCurrent(lockHash) {
  const stamp = join(ROOT, 'node_modules', '.waybill-lock')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash) return true
  const locked = readJson(join(ROOT, 'package-lock.json'))
  const installed = readJson(join(ROOT, 'node_modules', '.package-lock.json'))
  if (!locked || !installed || !installedMatchesLock(locked, installed)) return false
  remember(stamp, lockHash)
  return true
}

/** Saves the next command the comparison. May fail, because the folder may belong to another user. */
function remember(stamp, lockHash) {
  try {
    writeFileSync(stamp, lockHash)
  } catch {
    // Then the next command compares again.
  }
}

/** Shows regularly that npm is still working: in place on a terminal, as lines elsewhere. */
function announceWork(title) {
  const started = Date.now()
  const terminal = process.stderr.isTTY === true
  process.stderr.write(terminal ? title : `${title}\n`)
  const timer = setInterval(
    () => {
      const seconds = Math.round((Date.now() - started) / 1000)
      process.stderr.write(terminal ? `\r${title} ${seconds} s` : `  still installing, ${seconds} s\n`)
    },
    terminal ? 1000 : 10_000,
  )
  return () => {
    clearInterval(timer)
    if (terminal) process.stderr.write('\n')
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** @returns {Promise<{ok: boolean, signal: string | null, errors: string[]}>} */
function runNpmCi() {
  const npm = process.env.npm_execpath
  const [program, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []]
  // Every command here needs development packages (tsx builds, vitest tests), whatever NODE_ENV is.
  const child = spawn(program, [...first, 'ci', '--include=dev', '--no-progress'], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'pipe'],
    shell: process.platform === 'win32' && program === 'npm',
  })
  let output = ''
  let signal = null
  child.stderr.on('data', (chunk) => {
    output += chunk
  })
  const pass = (name) => {
    signal = name
    child.kill(name)
  }
  for (const name of SIGNALS) process.on(name, pass)
  return new Promise((resolve) => {
    const end = (code) => {
      for (const name of SIGNALS) process.off(name, pass)
      resolve({ ok: code === 0, signal, errors: output.split('\n').filter((line) => /^npm err/i.test(line)) })
    }
    child.on('error', (error) => {
      output += `npm error ${error.message}`
      end(1)
    })
    child.on('close', end)
  })
}

/** @returns {Promise<string | null>} a sentence for the user when the packages could not be installed */
export async function ensureDependencies() {
  const lockHash = createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex')
  if (dependenciesAreCurrent(lockHash)) return null
  const done = announceWork('Installing dependencies, about a minute …')
  const { ok, signal, errors } = await runNpmCi()
  done()
  if (signal) return 'Stopped while installing the dependencies; the next command starts over.'
  if (ok) {
    remember(join(ROOT, 'node_modules', '.waybill-lock'), lockHash)
    return null
  }
  const said = errors.slice(0, SHOWN_LINES).join('\n')
  return `${said}\nInstalling the dependencies failed; check that npm reaches its registry, then run the command again.`
}
