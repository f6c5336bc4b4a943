import { onlineManager } from '@tanstack/react-query'
import { afterEach, expect, test } from 'vitest'
import { makeQueryClient } from './query-provider'

afterEach(() => onlineManager.setOnline(true))

test('sends requests while the browser is offline', async () => {
  onlineManager.setOnline(false)
  const client = makeQueryClient()
  expect(await client.fetchQuery({ queryKey: ['here'], queryFn: () => 'reached' })).toBe('reached')
})

test('a change made while offline fails at once, and is not sent later', async () => {
  onlineManager.setOnline(false)
  const client = makeQueryClient()
  const mutationFn = () => Promise.reject(new Error('The server cannot be reached.'))
  const change = client.getMutationCache().build(client, { mutationFn })
  await expect(change.execute(undefined)).rejects.toThrow('cannot be reached')
})
