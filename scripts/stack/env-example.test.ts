import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { listedVariables } from './dotenv'
import { ROOT } from './root'

const SCHEMAS = [
  'scripts/stack/settings.ts',
  'lib/temporal/settings.ts',
  'lib/tracing/tracing.ts',
  'lib/server/env.ts',
  'worker/env.ts',
  'simulator/env.ts',
  'consumer/env.ts',
]

function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8')
}

test.each(SCHEMAS)('.env.example lists every variable of %s', (file) => {
  const listed = new Set<string | undefined>(listedVariables())
  const used = [...read(file).matchAll(/^ {2}([A-Z][A-Z0-9_]*): /gm)].map(([, name]) => name)
  expect(used.length).toBeGreaterThan(3)
  expect(used.filter((name) => !listed.has(name))).toEqual([])
})
