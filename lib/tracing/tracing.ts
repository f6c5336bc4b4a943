/**
 * Spans of OpenTelemetry, if the standard variables configure an exporter. Without one, no OpenTelemetry module is
 * loaded. A trace context is always stored, sealed and sent as W3C `traceparent` text.
 */
import { z } from 'zod'
import { httpAddress, parseEnv } from '@/lib/contract/env'
import type { Span, SpanOptions, Tracing } from './span'

const schema = z.object({
  OTEL_SDK_DISABLED: z.enum(['true', 'false'], 'it must be true or false.').optional(),
  OTEL_TRACES_EXPORTER: z.enum(['otlp', 'none'], 'it must be otlp or none.').optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: httpAddress.optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: httpAddress.optional(),
  OTEL_EXPORTER_OTLP_PROTOCOL: z.literal('http/protobuf', 'it must be http/protobuf.').optional(),
})

const examples = {
  OTEL_SDK_DISABLED: 'true',
  OTEL_TRACES_EXPORTER: 'otlp',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318',
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://127.0.0.1:4318/v1/traces',
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
}

let active: Tracing | null = null

/**
 * Must be called once, before anything is traced.
 *
 * @param service the name of the process in traces, unless OTEL_SERVICE_NAME is set
 * @throws EnvError that names the variable, the problem and an example
 */
export async function startTracing(
  service: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  const set = parseEnv(schema, env, examples)
  const endpoint = set.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? set.OTEL_EXPORTER_OTLP_ENDPOINT
  const exporter = set.OTEL_TRACES_EXPORTER ?? (endpoint === undefined ? 'none' : 'otlp')
  if (exporter === 'none' || set.OTEL_SDK_DISABLED === 'true') return
  const { openTelemetry } = await import('./open-telemetry')
  active = await openTelemetry(service)
}

/** Null if tracing is off. */
export function tracing(): Tracing | null {
  return active
}

export async function stopTracing(): Promise<void> {
  await active?.stop()
}

/** Runs a function within a span. The function gets null if tracing is off. */
export function traced<T>(
  name: string,
  options: () => SpanOptions,
  run: (span: Span | null) => Promise<T>,
): Promise<T> {
  return active === null ? run(null) : active.span(name, options(), run)
}

/** The `traceparent` of the active span; null if tracing is off or no span is active. */
export function currentTrace(): string | null {
  return active === null ? null : active.current()
}

const format = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/

/** A `traceparent` that came from outside; null if it is not valid. */
export function traceparentOf(text: string | null): string | null {
  return text !== null && format.test(text) ? text : null
}

export function isSameTrace(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && one.slice(3, 35) === other.slice(3, 35)
}
