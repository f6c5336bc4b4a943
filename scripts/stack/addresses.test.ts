import { expect, test } from 'vitest'
import { addressesOf } from './addresses'

const ports = { web: 3000, temporal: 7233, temporalUi: 8233, carrier: 9091 }

test.each([
  ['127.0.0.1', 'http://127.0.0.1:8233', '127.0.0.1:7233'],
  ['0.0.0.0', 'http://127.0.0.1:8233', '127.0.0.1:7233'],
  ['::', 'http://[::1]:8233', '[::1]:7233'],
  ['192.0.2.7', 'http://192.0.2.7:8233', '127.0.0.1:7233'],
  ['::1', 'http://[::1]:8233', '127.0.0.1:7233'],
  ['waybill.local', 'http://waybill.local:8233', '127.0.0.1:7233'],
])('with HOST=%s Temporal has its pages at %s and itself answers at %s', (host, temporalUi, temporal) => {
  expect(addressesOf(host, ports)).toMatchObject({ temporalUi, temporal })
})
