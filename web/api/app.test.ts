import { expect, test } from 'vitest'
import { openApiDocument } from '@/lib/contract/openapi'
import { apiPaths } from '@/lib/contract/paths'
import { routes } from './app'

test('every route is documented, and nothing else', () => {
  const paths = Object.keys(routes).map((path) => path.replace(/:(\w+)/, '{$1}'))
  // Receipts have a listener of their own.
  const served = [...paths, apiPaths.receipts]
  expect(Object.keys(openApiDocument().paths ?? {}).sort()).toEqual(served.sort())
})
