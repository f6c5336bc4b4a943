import { type ChildProcess, spawn } from 'node:child_process'
import { on, once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { startIntake } from './test-support/intake'
import { getJson, secretOf, send, token } from './test-support/rig'

interface Started {
  process: ChildProcess
  /** Everything that the process printed so far. */
  printed: () => string
  url: string
}

const readyLine = z.object({ msg: z.literal('simulator ready'), url: z.url() })

let folder: string
const running: ChildProcess[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'waybill-simulator-'))
  const provider = {
    name: 'RouteA',
    url: 'http://127.0.0.1:9091/carriers/RouteA/transmit',
    handOverSecretEnv: 'HAND_OVER',
    receiptSecretEnv: 'RECEIPT',
  }
  await writeFile(join(folder, 'providers.json'), JSON.stringify([provider]))
})

afterEach(async () => {
  for (const child of running.splice(0)) {
    if (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL'))
      await once(child, 'exit')
  }
  await rm(folder, { recursive: true })
})

function spawnSimulator(env: Record<string, string> = {}): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'main.ts')], {
    env: {
      NODE_ENV: 'test',
      PATH: process.env.PATH,
      HAND_OVER: secretOf('RouteA', 'hand-over'),
      RECEIPT: secretOf('RouteA', 'receipt'),
      PROVIDERS_FILE: join(folder, 'providers.json'),
      DATA_DIR: folder,
      CARRIER_PORT: '0',
      CARRIER_PROFILES: 'instant',
      LOG_LEVEL: 'trace',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  running.push(child)
  return child
}

async function start(env?: Record<string, string>): Promise<Started> {
  const child = spawnSimulator(env)
  if (child.stdout === null) throw new Error('Its output is not piped.')
  const lines = createInterface({ input: child.stdout })
  let printed = ''
  lines.on('line', (line) => {
    printed += `${line}\n`
  })
  // `on` buffers lines: with a listener for each line, the second of two lines in one chunk would be missed.
  for await (const [line] of on(lines, 'line', { close: ['close'] })) {
    const ready = readyLine.safeParse(JSON.parse(line))
    if (ready.success) return { process: child, printed: () => printed, url: ready.data.url }
  }
  throw new Error(`It ended before it was ready: ${printed}`)
}

async function complaint(env: Record<string, string>): Promise<string> {
  const child = spawnSimulator(env)
  let text = ''
  child.stderr?.setEncoding('utf8').on('data', (chunk) => {
    text += chunk
  })
  const [code] = await once(child, 'close')
  expect(code).toBe(1)
  return text
}

describe('the process', () => {
  it('answers once it reports ready, and exits with 0 on SIGTERM', async () => {
    const simulator = await start({
      CARRIER_PROFILES: '{"RouteA":{"preset":"instant","answerDelayMs":60000}}',
    })
    expect(await getJson(`${simulator.url}/health`)).toMatchObject({ status: 'ok' })
    const intake = await startIntake()
    const held = send(simulator.url, intake.url)
    await intake.atLeast(1)
    simulator.process.kill('SIGTERM')
    const [[code], answer] = await Promise.all([once(simulator.process, 'exit'), held])
    expect(code).toBe(0)
    expect(answer.status).toBe(202)
    expect(answer.headers.get('connection')).toBe('close')
    await intake.close()
  }, 20_000)

  it('exits when its parent process goes away', async () => {
    const simulator = await start()
    simulator.process.disconnect()
    const [code] = await once(simulator.process, 'exit')
    expect(code).toBe(0)
  }, 20_000)

  it('loses no receipt when it is killed', async () => {
    const gone = await startIntake()
    await gone.close()
    const first = await start()
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        send(first.url, gone.url, { message: { packetId: `p-${index}` } }),
      ),
    )
    expect(answers.every(({ status }) => status === 202)).toBe(true)
    first.process.kill('SIGKILL')
    await once(first.process, 'exit')
    const intake = await startIntake(undefined, Number(new URL(gone.url).port))
    const second = await start()
    expect(await intake.atLeast(20)).toHaveLength(20)
    for (const { printed } of [first, second]) {
      for (const secret of [token, 'whsec_', 'YSB0ZXh0']) expect(printed()).not.toContain(secret)
    }
    await intake.close()
  }, 20_000)
})

describe('a start that cannot succeed', () => {
  it('exits with one sentence about what is wrong', async () => {
    const simulator = await start()
    const [taken, unset, unreadable, stranger] = await Promise.all([
      complaint({ CARRIER_PORT: new URL(simulator.url).port }),
      complaint({ RECEIPT: '' }),
      complaint({ PROVIDERS_FILE: join(folder, 'none.json') }),
      complaint({ CARRIER_PROFILES: '{"RouteZ":"down"}' }),
    ])
    expect(taken).toMatch(/^Port \d+ on 127\.0\.0\.1 is taken\. .+CARRIER_PORT=9191\n$/)
    expect(unset).toMatch(/^.+provider "RouteA": RECEIPT is not set\..+\n$/)
    expect(unreadable).toMatch(
      /^PROVIDERS_FILE: .+none\.json: it cannot be read\. Example: PROVIDERS_FILE=providers\.json\n$/,
    )
    expect(stranger).toMatch(/^CARRIER_PROFILES names "RouteZ", which is not in .+\n$/)
  }, 30_000)
})
