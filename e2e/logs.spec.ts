// Runs after all other tests, and searches everything that the run left behind.
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

/** The secret part of every key and secret that the stacks used. */
function secrets(): string[] {
  const values = filesNamed(/^secrets\.env$/).flatMap((file) =>
    Object.values(parseEnv(readFileSync(file, 'utf8'))),
  )
  return values.map((value) => (value ?? '').replace(/^(whsec_|[^:]*:)/, ''))
}

/** The lines of a text that contain something that may not be logged. */
function telling(text: string, needles: readonly string[]): string[] {
  const told = [sealedToken, signingSecret, 'taskToken', ...needles]
  const isIn = (part: string) =>
    told.some((each) => (typeof each === 'string' ? part.includes(each) : each.test(part)))
  // Most files contain nothing of the kind, and searching a whole text is many times faster than line by line.
  return isIn(text) ? text.split('\n').filter(isIn) : []
}

test('no log of the whole run holds a token, a secret, contents or an idempotency key', () => {
  const kinds = [privateTexts(), secrets()]
  for (const kind of kinds) expect(kind.length).toBeGreaterThan(0)
  const needles = kinds.flat()
  expect(needles.every((needle) => needle.length > 20)).toBe(true)

  const logs = filesNamed(/\.log(\.1)?$/).map((file) => ({ file, text: readFileSync(file, 'utf8') }))
  expect(logs.flatMap(({ file, text }) => telling(text, needles).map((line) => ({ file, line })))).toEqual([])

  // Proves that the search can find something: the logs exist …
  for (const part of ['web', 'worker', 'simulator'])
    expect(logs.some(({ file, text }) => basename(file) === `${part}.log` && text !== '')).toBe(true)
  // … and the simulated carriers store the tokens that they were given.
  const kept = filesNamed(/^receipts\.jsonl$/).flatMap((file) => telling(readFileSync(file, 'utf8'), []))
  expect(kept.some((line) => sealedToken.test(line))).toBe(true)
})
