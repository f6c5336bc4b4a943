import { afterEach, expect, test, vi } from 'vitest'
import { tellDesktop } from './desktop'

const news = { title: 'A packet', body: 'It is delivered.', of: 'a', onOpen: () => {} }

class Shown {}

class Illegal {
  constructor() {
    throw new TypeError('Illegal constructor')
  }
}

function browserWith(permission: NotificationPermission, constructed: typeof Shown) {
  vi.stubGlobal('Notification', Object.assign(class extends constructed {}, { permission }))
}

afterEach(() => {
  vi.unstubAllGlobals()
})

test('says that a notification was shown', () => {
  browserWith('granted', Shown)
  expect(tellDesktop(news)).toBe(true)
})

test.each(['default', 'denied'] as const)('shows none while the permission is %s', (permission) => {
  browserWith(permission, Shown)
  expect(tellDesktop(news)).toBe(false)
})

test('shows none where the browser lacks notifications, or refuses to make one', () => {
  vi.stubGlobal('Notification', undefined)
  expect(tellDesktop(news)).toBe(false)
  browserWith('granted', Illegal)
  expect(tellDesktop(news)).toBe(false)
})
