/** Pages of rows as a file that is streamed: read as fast as it is taken, and no further once it is not taken any more. */
import 'server-only'
import { pipeline, Readable } from 'node:stream'
import { stringify } from 'csv-stringify'

/**
 * What a spreadsheet would take for a formula is written as text. Throws what fails at the first page, as a refusal and
 * no broken file.
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

/** One row on each line, as JSON; otherwise likewise. */
export async function ndjson(file: string, pages: AsyncGenerator<object[]>): Promise<Response> {
  return download(file, 'application/x-ndjson; charset=utf-8', Readable.from(linesOf(await begun(pages))))
}

/** With the first page read. */
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

/** What fails breaks the answer off, so that it is not taken for whole. */
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
