import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { descendantsOf, isAlive } from './processes'

test('finds all processes that a process has started, directly or not', async () => {
  const stays = 'setInterval(() => {}, 1000)'
  const starts = `
    const child = require('node:child_process').spawn(process.execPath, ['--eval', ${JSON.stringify(stays)}])
    console.log(child.pid)
    ${stays}
  `
  const running = spawn(process.execPath, ['--eval', starts], { stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    const [grandchild] = await once(running.stdout, 'data')
    const found = await descendantsOf(process.pid)
    expect(found).toContain(running.pid)
    expect(found).toContain(Number(grandchild))
    expect(found.filter(isAlive)).toEqual(expect.arrayContaining([running.pid, Number(grandchild)]))
    process.kill(Number(grandchild), 'SIGKILL')
  } finally {
    running.kill('SIGKILL')
  }
})
