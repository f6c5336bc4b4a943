import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')

test('the bundle imports no name of a CommonJS package that Node does not detect as an export', () => {
  const folder = join(root, 'lib', 'server')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts'),
  )
  const byName = files.filter((file) =>
    /^import (proto, )?\{ (?!type )[^}]*\} from '@temporalio\/proto'/m.test(
      readFileSync(join(folder, file), 'utf8'),
    ),
  )
  expect(files.length).toBeGreaterThan(50)
  expect(byName, "use: import proto from '@temporalio/proto'").toEqual([])
})
