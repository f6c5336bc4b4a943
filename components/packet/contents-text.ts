/** Bytes made readable. */

export function decodeBase64(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
}

/** The bytes decoded as UTF-8; null if they are not valid or contain control characters. */
export function decodeText(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return unreadable.test(text) ? null : text
  } catch {
    return null
  }
}

/** The text of the first bytes, without a character that is cut off at the end. */
export function decodeStart(bytes: Uint8Array, most: number): string {
  return new TextDecoder().decode(bytes.subarray(0, most), { stream: true })
}

/** Control characters other than tab and line ends. */
const unreadable = /(?![\t\n\r])\p{Cc}/u

const lineBytes = 16

/** Sixteen bytes a line: offset, hexadecimal, and the printable ASCII characters. */
export function hexDump(bytes: Uint8Array): string {
  const lines: string[] = []
  for (let from = 0; from < bytes.length; from += lineBytes) {
    const line = [...bytes.subarray(from, from + lineBytes)]
    const hex = line.map((byte) => byte.toString(16).padStart(2, '0')).join(' ')
    const ascii = line.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('')
    lines.push(`${from.toString(16).padStart(6, '0')}  ${hex.padEnd(lineBytes * 3 - 1)}  ${ascii}`)
  }
  return lines.join('\n')
}

export function formatBytes(count: number): string {
  if (count < 1024) return count === 1 ? '1 byte' : `${count} bytes`
  return `${(count / 1024).toFixed(1).replace(/\.0$/, '')} KiB`
}
