import { onlineManager } from '@tanstack/react-query'
import { afterEach, expect, test } from 'vitest'
import { makeQueryClient } from './query-provider'

afterEach(() => onlineManager.setOnline(true))

test('a browser without a network asks all the same, and learns at once what cannot be reached', async () => {
  onlineManager.setOnline(false)
  const client = makeQueryClient()
  expect(await client.fetchQuery({ queryKey: ['here'], queryFn: () => 'reached' })).toBe('reached')
})

test('a change is sent now or fails now, and never when the network is back', async () => {
  onlineManager.setOnline(false)
  const client = makeQueryClient()
  const mutationFn = () => Promise.reject(new Error('The server cannot be reached.'))
  const change = client.getMutationCache().build(client, { mutationFn })
  await expect(change.execute(undefined)).rejects.toThrow('cannot be reached')
})
