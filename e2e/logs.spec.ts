// Runs after everything else, over all that the run has left behind.
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parseEnv } from 'node:util'
import { expect, test } from '@playwright/test'
import { privateTexts } from './support/private-texts'
import { RUN_FOLDER } from './support/run-folder'

const sealedToken = /eyJ[\w-]{8,}\.\.[\w-]+\.[\w-]+\.[\w-]+/
const signingSecret = /whsec_[A-Za-z0-9+/]{8,}/

function filesNamed(pattern: RegExp): string[] {
  const paths = readdirSync(RUN_FOLDER, { recursive: true, encoding: 'utf8' })
  return paths.filter((path) => pattern.test(basename(path))).map((path) => join(RUN_FOLDER, path))
}

function linesOf(file: string): string[] {
  return readFileSync(file, 'utf8').split('\n')
}

/** The secret part of every key and secret that the stacks were given. */
function secrets(): string[] {
  const values = filesNamed(/^secrets\.env$/).flatMap((file) =>
    Object.values(parseEnv(readFileSync(file, 'utf8'))),
  )
  return values.map((value) => (value ?? '').replace(/^(whsec_|[^:]*:)/, ''))
}

/** What the simulated carriers still remember of the tokens that they were given. */
function tokens(): string[] {
  return filesNamed(/^receipts\.jsonl$/)
    .flatMap(linesOf)
    .flatMap((line) => sealedToken.exec(line) ?? [])
}

function isTold(line: string, needles: string[]): boolean {
  return (
    sealedToken.test(line) ||
    signingSecret.test(line) ||
    line.includes('taskToken') ||
    needles.some((needle) => line.includes(needle))
  )
}

test('no log of the whole run holds a token, a secret, contents or an idempotency key', () => {
  const needles = [...privateTexts(), ...secrets(), ...tokens()]
  expect(needles.every((needle) => needle.length > 20)).toBe(true)
  for (const kind of [privateTexts(), secrets(), tokens()]) expect(kind.length).toBeGreaterThan(0)

  const logs = filesNamed(/\.log(\.1)?$/)
  const told = logs.flatMap((file) =>
    linesOf(file)
      .filter((line) => isTold(line, needles))
      .map((line) => ({ file, line })),
  )
  expect(told).toEqual([])

  // What finds nothing anywhere might not be able to find anything.
  for (const part of ['web', 'worker', 'simulator']) {
    expect(logs.some((file) => basename(file) === `${part}.log` && readFileSync(file).length > 0)).toBe(true)
  }
  expect(tokens().every((token) => isTold(`a line with ${token} in it`, needles))).toBe(true)
})
