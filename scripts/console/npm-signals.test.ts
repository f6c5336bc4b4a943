import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { scripts } from '../../package.json'

const SCRIPT = fileURLToPath(new URL('test-support/interruptible.ts', import.meta.url))
const COMMAND = `"${process.execPath}" --import "${import.meta.resolve('tsx')}" "${SCRIPT}"`

const BOOTSTRAP = 'node scripts/bootstrap.mjs'

let folder: string
let printed: string
let pid: number

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-npm-watch-'))
  printed = ''
  pid = 0
})

afterEach(async () => {
  try {
    if (pid) process.kill(pid, 'SIGKILL')
  } catch {
    // It has already ended, as most of these tests expect.
  }
  await rm(folder, { recursive: true })
})

async function untilRunning(child: ChildProcess): Promise<void> {
  child.stdout?.on('data', (chunk) => {
    printed += String(chunk)
  })
  await expect.poll(() => printed, { timeout: 15_000 }).toMatch(/running \d+/)
  pid = Number(/running (\d+)/.exec(printed)?.[1])
}

test('no shell stands between npm and a command', () => {
  expect(Object.values(scripts).filter((script) => !script.startsWith(`exec ${BOOTSTRAP}`))).toEqual([])
})

test.skipIf(process.platform === 'win32').each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const)(
  '%s sent to npm alone stops the command',
  async (signal) => {
    const start = scripts.start.replace(`${BOOTSTRAP} start`, COMMAND)
    await writeFile(join(folder, 'package.json'), JSON.stringify({ scripts: { start } }))
    const npm = spawn('npm', ['start'], { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] })
    await untilRunning(npm)
    npm.kill(signal)
    await expect.poll(() => printed, { timeout: 5000 }).toContain('told to stop')
  },
  30_000,
)

test.skipIf(process.platform === 'win32')(
  'a command without npm goes on when its shell ends',
  async () => {
    const { npm_lifecycle_event: _npm, ...env } = process.env
    const shell = spawn('sh', ['-c', `${COMMAND} & read -r line`], { env, stdio: ['pipe', 'pipe', 'ignore'] })
    await untilRunning(shell)
    shell.stdin.end()
    await new Promise((done) => shell.once('exit', done))
    await new Promise((done) => setTimeout(done, 1500))
    expect(printed).not.toContain('told to stop')
    expect(() => process.kill(pid, 0)).not.toThrow()
  },
  30_000,
)
