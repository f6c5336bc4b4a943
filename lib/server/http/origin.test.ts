import { hostname } from 'node:os'
import { expect, test } from 'vitest'
import { isKnownHost } from './origin'

test.each([
  undefined,
  '127.0.0.1:3000',
  '192.168.1.20',
  '[::1]:3000',
  'localhost:3000',
  'LOCALHOST.',
  'waybill.localhost:3000',
  'web:3000',
  hostname(),
  'waybill.example.com',
  'Waybill.Example.Com:443',
])('knows %s', (host) => expect(isKnownHost(host, ['waybill.example.com'])).toBe(true))

test.each([
  'evil.example',
  'evil.example:3000',
  'waybill.example.com.evil.example',
  'evil.waybill.example.com',
  '127.0.0.1.evil.example',
  'localhost.evil.example',
  '127.0.0.1:3000@evil.example',
  'evil.example:80:80',
  '',
  ' ',
])('does not know "%s"', (host) => expect(isKnownHost(host, ['waybill.example.com'])).toBe(false))
