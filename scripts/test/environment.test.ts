import { expect, test } from 'vitest'
import { testEnvironment } from './environment'

test('tests hear of no server that somebody works with', () => {
  const env = testEnvironment(
    {
      NODE_ENV: 'test',
      PATH: '/bin',
      PORT: '3000',
      WEB_URL: 'https://waybill.example.com',
      TEMPORAL_ADDRESS: 'production.example.com:7233',
      TEMPORAL_API_KEY: 'secret',
      DATA_DIR: '/var/lib/waybill',
    },
    { cliPath: '/bin/temporal', browserPath: '/bin/chromium' },
  )
  expect(env).toEqual({
    NODE_ENV: 'test',
    PATH: '/bin',
    TEMPORAL_CLI_PATH: '/bin/temporal',
    CHROMIUM_PATH: '/bin/chromium',
  })
})
