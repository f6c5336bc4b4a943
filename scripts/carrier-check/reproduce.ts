/** A request as a command that sends exactly the same bytes again. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SignedRequest } from './post'

/** Longer bodies go to a file of their own, for the sake of terminals and shells. */
const longestInline = 4_096

/** Its signature is good for five minutes. The secret that made it is not in it. */
export function asCurl({ url, headers, body }: SignedRequest): string {
  const options = Object.entries(headers).flatMap(([name, value]) => ['-H', quoted(`${name}: ${value}`)])
  const data = body.length <= longestInline ? body : `@${fileWith(body)}`
  // curl would ask first whether it may send a long body.
  return [
    'curl',
    '-i',
    '-X',
    'POST',
    quoted(url),
    ...options,
    '-H',
    "'expect:'",
    '--data-binary',
    quoted(data),
  ].join(' ')
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}

function fileWith(body: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'waybill-carrier-check-')), 'body.json')
  writeFileSync(file, body)
  return file
}
