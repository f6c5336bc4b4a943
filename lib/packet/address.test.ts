import { expect, test } from 'vitest'
import { addressKey } from './address'

test.each([
  '+016660002222',
  '+01666 000 2222',
  '+01666-000-2222',
  '+01666 / 000.2222',
  '+(01666) 000-2222',
  '(+01666) 0002222',
  '00016660002222',
  '00 01666 0002222',
  'tel:+01666-000-2222',
  'TEL: +01666 0002222',
  '+01666\u00a0000\u202f2222',
  '+01666\u2011000\u20132222',
  '+01666 (0) 0002222',
  '016660002222',
  '01666 000 2222',
  '(01666) 000-2222',
  '＋０１６６６ ０００ ２２２２',
])('%s is one way to write +016660002222', (written) => {
  expect(addressKey(written)).toBe('+016660002222')
})

test.each([
  'till-5@shop.example',
  '10.0.0.123',
  '+49 170 call me',
  '00',
  '+1 2',
  '0049',
  'öl-tank 00 17',
  'tel:',
  '',
])('"%s" is no number, and stays as it is', (written) => {
  expect(addressKey(written)).toBe(written)
})

test('capital letters make no difference', () => {
  expect(addressKey('Till-5@Shop.example')).toBe('till-5@shop.example')
  expect(addressKey('Öl-Tank 7')).toBe('öl-tank 7')
})
