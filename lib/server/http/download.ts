/**
 * Streams pages of rows as a file, with back-pressure: reads no faster than the client takes them, and stops when the
 * client does.
 */
import 'server-only'
import { pipeline, Readable } from 'node:stream'
import { stringify } from 'csv-stringify'

/**
 * Formulas are escaped, so that a spreadsheet shows them as text. A failure at the first page rejects, so that the
 * client gets a refusal instead of a broken file.
 *
 * @param file its name, of characters that need no escaping in a header
 */
export async function csv(
  file: string,
  columns: readonly string[],
  pages: AsyncGenerator<object[]>,
): Promise<Response> {
  const format = { header: true, escape_formulas: true, bom: true, record_delimiter: 'windows' } as const
  const text = pipeline(await begun(pages), stringify({ ...format, columns: [...columns] }), () => undefined)
  return download(file, 'text/csv; charset=utf-8', text)
}

/** One row of JSON on each line. Rejects like `csv` when the first page fails. */
export async function ndjson(file: string, pages: AsyncGenerator<object[]>): Promise<Response> {
  return download(file, 'application/x-ndjson; charset=utf-8', Readable.from(linesOf(await begun(pages))))
}

/** All rows, after the first page has been read. */
async function begun<Row>(pages: AsyncGenerator<Row[]>): Promise<AsyncGenerator<Row>> {
  const first = await pages.next()
  async function* all() {
    try {
      if (!first.done) yield* first.value
      for await (const page of pages) yield* page
    } finally {
      await pages.return(undefined)
    }
  }
  return all()
}

async function* linesOf(rows: AsyncGenerator<object>): AsyncGenerator<string> {
  for await (const row of rows) yield `${JSON.stringify(row)}\n`
}

function download(file: string, contentType: string, text: Readable): Response {
  return new Response(streamOf(text), {
    headers: {
      'Content-Type': contentType,
      'Content-Disposition': `attachment; filename="${file}"`,
      'Cache-Control': 'no-store',
    },
  })
}

/** A failure aborts the response, so that the file is not taken for complete. */
function streamOf(text: Readable): ReadableStream<Uint8Array> {
  const pieces = text[Symbol.asyncIterator]()
  return new ReadableStream({
    async pull(controller) {
      const next = await pieces.next()
      if (next.done) controller.close()
      else controller.enqueue(Buffer.from(next.value))
    },
    cancel: () => void text.destroy(),
  })
}
