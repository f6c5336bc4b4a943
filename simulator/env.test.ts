import { expect, it } from 'vitest'
import { EnvError } from '@/lib/contract/env'
import { readEnv } from './env'

it('needs no variable; an empty value counts as unset', () => {
  expect(readEnv({ CARRIER_PORT: '', SEED: '' })).toEqual({
    HOST: '127.0.0.1',
    CARRIER_PORT: 9091,
    PROVIDERS_FILE: 'providers.json',
    CARRIER_PROFILES: {},
    ERROR_CHANCE: 0,
    DATA_DIR: '.data',
    LOG_LEVEL: 'info',
  })
})

it('takes profiles as a preset or as JSON', () => {
  expect(readEnv({ CARRIER_PROFILES: 'flaky' }).CARRIER_PROFILES).toEqual({ '*': { preset: 'flaky' } })
  expect(readEnv({ CARRIER_PROFILES: '{"RouteA":"silent","*":{"lateChance":1}}' }).CARRIER_PROFILES).toEqual({
    RouteA: { preset: 'silent' },
    '*': { lateChance: 1 },
  })
})

it.each([
  ['0', 0],
  ['99', 99],
  ['100', 99],
  ['-5', 0],
])('limits an error chance of %s to the allowed range', (given, percent) => {
  expect(readEnv({ ERROR_CHANCE: given }).ERROR_CHANCE).toBe(percent)
})

it.each([
  ['ERROR_CHANCE', '1e1'],
  ['ERROR_CHANCE', ' '],
  ['CARRIER_PORT', '65536'],
  ['CARRIER_PORT', '-1'],
  ['HOST', 'a host'],
  ['WAYBILL_URL', 'ftp://127.0.0.1'],
  ['LOG_LEVEL', 'loud'],
  ['SEED', 'x'.repeat(201)],
  ['CARRIER_PROFILES', 'nonsense'],
  ['CARRIER_PROFILES', '{'],
  ['CARRIER_PROFILES', '{"RouteA":{"receiptChance":2}}'],
])('rejects a bad %s with its name and an example', (name, value) => {
  expect(() => readEnv({ [name]: value })).toThrow(EnvError)
  expect(() => readEnv({ [name]: value })).toThrow(new RegExp(`^${name}[:,].+ Example: ${name}=.+$`))
})

it('names all bad variables at once', () => {
  expect(() => readEnv({ CARRIER_PORT: 'x', LOG_LEVEL: 'x' })).toThrow(/^CARRIER_PORT: .+\nLOG_LEVEL: /)
})
