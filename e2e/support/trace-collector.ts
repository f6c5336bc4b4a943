// A minimal OpenTelemetry collector: receives spans by OTLP over HTTP, as protobuf.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { parse } from 'protobufjs'
import { z } from 'zod'

/** The part of the protocol that is read here. */
const { root } = parse(`
  syntax = "proto3";
  message Export { repeated ResourceSpans resource_spans = 1; }
  message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; }
  message Resource { repeated KeyValue attributes = 1; }
  message KeyValue { string key = 1; AnyValue value = 2; }
  message AnyValue { string string_value = 1; int64 int_value = 3; }
  message ScopeSpans { repeated Span spans = 2; }
  message Span {
    bytes trace_id = 1; bytes span_id = 2; bytes parent_span_id = 4; string name = 5;
    repeated KeyValue attributes = 9; repeated Link links = 13;
  }
  message Link { bytes trace_id = 1; bytes span_id = 2; }
`)
const Export = root.lookupType('Export')

const id = z
  .string()
  .default('')
  .transform((base64) => Buffer.from(base64, 'base64').toString('hex'))
const link = z.object({ traceId: id, spanId: id })
const attributes = z
  .array(z.object({ key: z.string(), value: z.object({ stringValue: z.string().optional() }).optional() }))
  .default([])
  .transform((all) => Object.fromEntries(all.map(({ key, value }) => [key, value?.stringValue])))
const span = z.object({
  traceId: id,
  spanId: id,
  parentSpanId: id,
  name: z.string(),
  attributes,
  links: z.array(link).default([]),
})
const exported = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes }),
      scopeSpans: z.array(z.object({ spans: z.array(span) })),
    }),
  ),
})

export type CollectedSpan = z.infer<typeof span> & { service: string | undefined }

export interface TraceCollector {
  url: string
  spans: CollectedSpan[]
  close: () => Promise<void>
}

export async function collectTraces(): Promise<TraceCollector> {
  const spans: CollectedSpan[] = []
  const server = createServer(async (request, response) => {
    const message = Export.decode(await buffer(request))
    const { resourceSpans } = exported.parse(Export.toObject(message, { bytes: String, longs: Number }))
    for (const { resource, scopeSpans } of resourceSpans) {
      const service = resource.attributes['service.name']
      for (const scope of scopeSpans) spans.push(...scope.spans.map((each) => ({ ...each, service })))
    }
    response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end()
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const close = () => new Promise<void>((done) => server.close(() => done()))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, spans, close }
}
