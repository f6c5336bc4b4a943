import { expect, test } from 'vitest'
import { decodeBase64, decodeStart, decodeText, formatBytes, hexDump } from './contents-text'

test('decodes text of any script as it was written', () => {
  const text = '¡Hola! שלום 📦\n\tend'
  expect(decodeText(decodeBase64(Buffer.from(text).toString('base64')))).toBe(text)
})

test('bytes that are not text are not shown as text', () => {
  expect(decodeText(new Uint8Array([0xff, 0xfe]))).toBeNull()
  expect(decodeText(new Uint8Array([0x41, 0x00]))).toBeNull()
})

test('the start of a text never ends in the middle of a character', () => {
  const bytes = new TextEncoder().encode('aé📦b')
  const starts = [1, 2, 3, 6, 7, 8, 99].map((most) => decodeStart(bytes, most))
  expect(starts).toEqual(['a', 'a', 'aé', 'aé', 'aé📦', 'aé📦b', 'aé📦b'])
})

test('a hex dump shows the offset, the bytes and the printable characters', () => {
  expect(hexDump(new TextEncoder().encode('Hello\n'))).toMatch(/^000000 {2}48 65 6c 6c 6f 0a +Hello\.$/)
  expect(hexDump(new Uint8Array(17)).split('\n')).toHaveLength(2)
  expect(hexDump(new Uint8Array(0))).toBe('')
})

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [1023, '1023 bytes'],
  [1024, '1 KiB'],
  [262_144, '256 KiB'],
  [1536, '1.5 KiB'],
])('%i bytes read "%s"', (count, text) => {
  expect(formatBytes(count)).toBe(text)
})
