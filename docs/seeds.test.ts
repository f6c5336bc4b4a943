/** Each behaviour names a test that must exist. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8')
}

const rows = read('docs/seeds.md')
  .split('\n')
  .filter((line) => line.startsWith('|') && !line.startsWith('| behaviour') && !/^\| -/.test(line))

test('every behaviour has a test', () => {
  expect(rows.length).toBeGreaterThan(35)
})

test.each(rows)('%s', (row) => {
  const [, file = '', title = ''] = /\]\(\.\.\/([^)]+)\): “(.+)”\s*\|$/.exec(row) ?? []
  expect(read(file)).toContain(title)
})
