import { expect, test, vi } from 'vitest'
import { ApiError } from './api-error'

test('an ApiError is recognised by another copy of the module, since pages and routes each load one', async () => {
  vi.resetModules()
  const other = await import('./api-error')
  expect(other.ApiError).not.toBe(ApiError)
  const refusal = new other.ApiError('TEMPORAL_UNREACHABLE', 'down')
  expect(refusal).toBeInstanceOf(ApiError)
  expect(new ApiError('TEMPORAL_UNREACHABLE', 'down')).toBeInstanceOf(other.ApiError)
})

test('nothing else is taken for an ApiError', () => {
  for (const value of [new Error('down'), { code: 'TEMPORAL_UNREACHABLE' }, null, 'ApiError']) {
    expect(value).not.toBeInstanceOf(ApiError)
  }
})
