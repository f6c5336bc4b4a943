import { describe, expect, test } from 'vitest'
import { type BatchUpload, optionsOf } from '@/lib/contract/batch'
import type { BatchFormat } from '@/lib/contract/batch-terms'
import { FileFault, openFile, type Row } from './read-rows'

type Options = Partial<BatchUpload> & { format?: BatchFormat; pieces?: number }

/** Reads a file that arrives in pieces of `pieces` bytes. */
async function read(bytes: string | Uint8Array, { format = 'csv', pieces = 7, ...upload }: Options = {}) {
  const file = await openFile(
    inPieces(Buffer.from(bytes as string), pieces),
    optionsOf(format, { badRows: 'skip', source: '+0177', ...upload }),
  )
  const rows: Row[] = []
  if (file.fault !== null) throw new FileFault(file.fault)
  for await (const row of file.rows) rows.push(row)
  return { ...file, rows }
}

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size)
}

function said(rows: readonly Row[]) {
  return rows.map((row) =>
    'faults' in row
      ? [row.line, ...row.faults.map(({ field, code }) => `${field}: ${code}`)]
      : [row.line, row.submission.destination, row.submission.text],
  )
}

async function trouble(bytes: string | Uint8Array, options: Options = {}): Promise<string> {
  try {
    await read(bytes, options)
  } catch (error) {
    if (error instanceof FileFault) return error.message
    throw error
  }
  return 'none'
}

const utf16 = (text: string, mark: [number, number]) => {
  const bytes = Buffer.from(text, 'utf16le')
  if (mark[0] === 0xfe) bytes.swap16()
  return Buffer.concat([Buffer.from(mark), bytes])
}

describe('CSV', () => {
  test.each([
    ['line feeds', 'destination,text\n+1,a\n+2,b\n'],
    ['CRLF', 'destination,text\r\n+1,a\r\n+2,b\r\n'],
    ['carriage returns', 'destination,text\r+1,a\r+2,b\r'],
    ['no line end at the end', 'destination,text\n+1,a\n+2,b'],
    ['semicolons', 'destination;text\n+1;a\n+2;b'],
    ['tabs', 'destination\ttext\n+1\ta\n+2\tb'],
    ['bars', 'destination|text\n+1|a\n+2|b'],
    ['quotes', '"destination","text"\n"+1","a"\n"+2","b"'],
    ['names written otherwise', ' Destination ,TEXT\n+1,a\n+2,b'],
    ['a byte order mark', '\ufeffdestination,text\n+1,a\n+2,b'],
  ])('with %s', async (_, text) => {
    for (const pieces of [1, 2, 1000]) {
      expect(said((await read(text, { pieces })).rows)).toEqual([
        [2, '+1', 'a'],
        [3, '+2', 'b'],
      ])
    }
  })

  test.each([
    ['UTF-16, little end first', [0xff, 0xfe]],
    ['UTF-16, big end first', [0xfe, 0xff]],
  ] as const)('in %s', async (_, mark) => {
    const { rows } = await read(utf16('destination,text\r\n+1,Grüße 📦\r\n', [...mark]), { pieces: 3 })
    expect(said(rows)).toEqual([[2, '+1', 'Grüße 📦']])
  })

  test('keeps line ends and separators inside quotes, and counts lines correctly', async () => {
    const text = 'destination,text\n+1,"one\r\ntwo ""three"", four"\n\n\n+2,b\n+3,"x\ny\nz"\n+4,d'
    expect(said((await read(text)).rows)).toEqual([
      [2, '+1', 'one\r\ntwo "three", four'],
      [6, '+2', 'b'],
      [7, '+3', 'x\ny\nz'],
      [10, '+4', 'd'],
    ])
  })

  test('detects the separator from the header alone', async () => {
    const { separator, rows } = await read('"a,b";destination;text\n1,2,3;+1;x,y,z')
    expect(separator).toBe('semicolon')
    expect(said(rows)).toEqual([[2, '+1', 'x,y,z']])
  })

  test('takes numbers, names for columns, and defaults', async () => {
    const { columns, rows } = await read('Phone,Tries,note\n+1,3,x\n+2,,y', {
      columns: { phone: 'destination', TRIES: 'maxAttempts' },
      text: 'Hello',
      maxAttempts: 2,
    })
    expect(columns.map(({ field }) => field)).toEqual(['destination', 'maxAttempts', null])
    expect(rows).toMatchObject([
      { submission: { source: '+0177', destination: '+1', text: 'Hello', maxAttempts: 3 } },
      { submission: { destination: '+2', maxAttempts: 2 } },
    ])
  })

  test("prefers a row's own values over the defaults", async () => {
    const { rows } = await read('source,destination,contents\n+5,+1,SGk=\n,+2,', { text: 'Hello' })
    expect(rows).toMatchObject([
      { submission: { source: '+5', contents: 'SGk=' } },
      { submission: { source: '+0177', text: 'Hello' } },
    ])
    expect(rows[0]).not.toMatchObject({ submission: { text: 'Hello' } })
  })

  test('says what is wrong with each row', async () => {
    const rows = [
      'destination,text,maxAttempts,receiptTimeoutMs,expiresAt,id',
      '+1,a,99,,,',
      ',a,,,,',
      '+3,a,x,5,soon,a b',
      '+4,a',
      '+5,a,,,,,',
      '+6,,,,,',
      '+7,a,1,,,fine',
    ]
    expect(said((await read(rows.join('\n'))).rows)).toEqual([
      [2, 'maxAttempts: INVALID_FIELD'],
      [3, 'destination: INVALID_FIELD'],
      [
        4,
        'id: INVALID_FIELD',
        'maxAttempts: INVALID_FIELD',
        'receiptTimeoutMs: INVALID_FIELD',
        'expiresAt: INVALID_FIELD',
      ],
      [5, 'null: COLUMN_COUNT'],
      [6, 'null: COLUMN_COUNT'],
      [7, 'contents: INVALID_FIELD'],
      [8, '+7', 'a'],
    ])
  })

  test('refuses contents above 256 KiB, and goes on', async () => {
    const most = 'x'.repeat(256 * 1024)
    const { rows } = await read(`destination,text\n+1,${most}\n+2,${most}x\n+3,c`, { pieces: 65_536 })
    expect(rows.map((row) => 'faults' in row)).toEqual([false, true, false])
  })

  test.each([
    ['', 'The file is empty.'],
    ['\ufeff', 'The file is empty.'],
    ['text\na', 'No column gives "destination"'],
    ['destination\n+1', 'No column gives "text" or "contents"'],
    ['destination,Destination,text\n+1,+2,a', 'Two columns give "destination"'],
    ['destination,text\n+1,a\n+2,"b', 'Line 3: a quote is opened here, or further on, and never closed'],
    ['destination,text\n+1,"a"b\n', 'Line 2: a quote stands in the middle of a cell'],
    ['destination,text\n+1,a"b"\n', 'Line 2: a quote stands in the middle of a cell'],
    [`destination,text\n+1,${'x'.repeat(2_200_000)}\n`, 'Line 2: the row is larger than 2 MiB'],
    [Buffer.from('destination,text\n+1,\xe9', 'latin1'), 'A character is not UTF-8.'],
    [Buffer.from('destination,text\n', 'utf16le'), 'It looks like UTF-16 without a byte order mark.'],
  ])('stops at %j', async (text, told) => {
    expect(await trouble(text, { pieces: 65_536 })).toContain(told)
  })
})

describe('NDJSON', () => {
  const format = 'ndjson'

  test('reads an object from each line', async () => {
    const lines = [
      '{"destination":"+1","text":"a\\nb"}',
      '',
      '{"destination":"+2","text":"é","maxAttempts":2}\r',
    ]
    const { rows } = await read(lines.join('\n'), { format, pieces: 1 })
    expect(said(rows)).toEqual([
      [1, '+1', 'a\nb'],
      [3, '+2', 'é'],
    ])
  })

  test('says what is wrong with a line, and goes on', async () => {
    const lines = [
      '{',
      '[]',
      'null',
      '{"destination":"+1"}',
      '{"destination":"+1","text":"a","x":1}',
      '{"destination":5,"text":"a"}',
      '{"destination":"+1","text":"a"}',
    ]
    expect(said((await read(lines.join('\n'), { format })).rows)).toEqual([
      [1, 'null: INVALID_JSON'],
      [2, 'null: INVALID_JSON'],
      [3, 'null: INVALID_JSON'],
      [4, 'contents: INVALID_FIELD'],
      [5, 'null: INVALID_FIELD'],
      [6, 'destination: INVALID_FIELD'],
      [7, '+1', 'a'],
    ])
  })

  test('refuses a line above 2 MiB', async () => {
    const text = `{"destination":"+1","text":"${'x'.repeat(2_200_000)}`
    expect(await trouble(text, { format, pieces: 65_536 })).toBe('Line 1: it is larger than 2 MiB.')
  })
})
