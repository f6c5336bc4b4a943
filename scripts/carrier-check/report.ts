/** The results as a table for people, or as JSON for programs. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { styleText } from 'node:util'
import type { SignedRequest } from './bench'
import type { Arrival } from './mailbox'
import type { Result } from './run-checks'

interface Counts {
  passed: number
  failed: number
  skipped: number
}

function countsOf(results: readonly Result[]): Counts {
  const count = (wanted: Result['verdict']) => results.filter(({ verdict }) => verdict === wanted).length
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped') }
}

const looks = {
  passed: { mark: '✓ pass', style: 'green' },
  failed: { mark: '✗ FAIL', style: 'red' },
  skipped: { mark: '– skip', style: 'dim' },
} as const

/** @param colored whether to add colours, for a terminal */
export function asTable(results: readonly Result[], colored: boolean): string {
  const style = (name: Parameters<typeof styleText>[0], text: string) =>
    colored ? styleText(name, text, { validateStream: false }) : text
  const nameWidth = Math.max(...results.map(({ check }) => check.name.length))
  const lines = results.flatMap(({ check, verdict, words, request, arrival }, index) => {
    const { mark, style: color } = looks[verdict]
    const heading = check.group === results[index - 1]?.check.group ? [] : ['', style('bold', check.group)]
    const row = `${style(color, mark)}  ${check.name.padEnd(nameWidth)}  ${check.title}`
    if (verdict !== 'failed') return [...heading, `${row}${style('dim', ` (${words})`)}`]
    return [...heading, row, `${indent}${words}`, ...evidence(request, arrival)]
  })
  return `${[...lines, '', summary(countsOf(results))].join('\n')}\n`
}

const indent = ' '.repeat(8)

function evidence(request: Result['request'], arrival: Arrival | null): string[] {
  const came = arrival === null ? [] : [`${indent}What came:`, `${indent}  ${receiptText(arrival)}`]
  const again = request === null ? [] : [`${indent}What was sent:`, `${indent}  ${asCurl(request)}`]
  return [...came, ...again]
}

const shownBody = 400

function receiptText({ method, contentType, webhookId, timestamp, signature, body, fault }: Arrival): string {
  const headers = {
    'content-type': contentType,
    'webhook-id': webhookId,
    'webhook-timestamp': timestamp,
    'webhook-signature': signature,
  }
  const told = Object.entries(headers).map(([name, value]) => `${name}: ${value ?? 'missing'}`)
  const text = body === null ? `(a body that ${fault})` : body.slice(0, shownBody)
  return [method, ...told, text].join(`\n${indent}  `)
}

function summary({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped.`
}

/**
 * One JSON object. For a failed check, `curl` repeats its last request and `receipt` is the one that proves the
 * fault.
 */
export function asJson(url: string, results: readonly Result[]): string {
  const checks = results.map(({ check, verdict, words, request, arrival }) => ({
    name: check.name,
    group: check.group,
    title: check.title,
    verdict,
    words,
    curl: request === null ? null : asCurl(request),
    receipt: arrival,
  }))
  return `${JSON.stringify({ url, ...countsOf(results), checks }, null, 2)}\n`
}

/** Longer bodies go to a file of their own, because terminals and shells limit the length of a command. */
const longestInline = 4_096

/** A command that sends exactly the same bytes again. It holds no secret; its signature is valid for five minutes. */
export function asCurl({ url, headers, body }: SignedRequest): string {
  const options = Object.entries(headers).flatMap(([name, value]) => ['-H', quoted(`${name}: ${value}`)])
  const data = body.length <= longestInline ? body : `@${fileWith(body)}`
  // Without `Expect:` curl would first ask whether it may send a long body.
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
