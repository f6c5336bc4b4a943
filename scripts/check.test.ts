import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'

test('Ctrl-C in the first check stops all of them, without a stack', async () => {
  const program = join(import.meta.dirname, 'commands.ts')
  const args = ['--import', 'tsx', program, 'check']
  const running = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = once(running, 'exit')
  const complaints = text(running.stderr)
  const said: string[] = []
  running.stdout.setEncoding('utf8').on('data', (chunk: string) => said.push(chunk))
  await expect.poll(() => said.join(''), { timeout: 15_000 }).toContain('Checking lint and format')
  running.kill('SIGINT')
  expect(await ended).toEqual([130, null])
  expect(await complaints).toBe('')
  expect(said.join('')).toBe('Checking lint and format … stopped\n')
}, 20_000)
