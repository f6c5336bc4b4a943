import { expect, test } from 'vitest'
import { installedMatchesLock } from './dependencies.mjs'

const locked = {
  packages: {
    '': { version: '0.1.0' },
    'node_modules/a': { version: '1.0.0' },
    'node_modules/a-for-macs': { version: '1.0.0', optional: true },
  },
}

test.each([
  ['everything is there', { 'node_modules/a': { version: '1.0.0' } }, true],
  ['one is missing', {}, false],
  ['one has another version', { 'node_modules/a': { version: '1.0.1' } }, false],
  [
    'an optional one has another version',
    { 'node_modules/a': { version: '1.0.0' }, 'node_modules/a-for-macs': { version: '0.9.0' } },
    false,
  ],
])('%s', (_case, packages, matches) => {
  expect(installedMatchesLock(locked, { packages })).toBe(matches)
})
