/**
 * The OpenTelemetry implementation of spans. Its modules are imported dynamically, and only here, so that they cost
 * nothing while tracing is off.
 */
import type { Context as OtelContext, Span as OtelSpan } from '@opentelemetry/api'
import type { SpanOptions, Tracing } from './span'

export async function openTelemetry(service: string): Promise<Tracing> {
  const [api, { AsyncLocalStorageContextManager }, { OTLPTraceExporter }, resources, sdk, temporal] =
    await Promise.all([
      import('@opentelemetry/api'),
      import('@opentelemetry/context-async-hooks'),
      import('@opentelemetry/exporter-trace-otlp-proto'),
      import('@opentelemetry/resources'),
      import('@opentelemetry/sdk-trace-base'),
      import('@temporalio/interceptors-opentelemetry'),
    ])
  const named = new resources.Resource({ 'service.name': service })
  const given = resources.detectResourcesSync({ detectors: [resources.envDetectorSync] })
  const provider = new sdk.BasicTracerProvider({
    resource: named.merge(given),
    spanProcessors: [new sdk.BatchSpanProcessor(new OTLPTraceExporter())],
  })
  provider.register({ contextManager: new AsyncLocalStorageContextManager() })
  const tracer = provider.getTracer('waybill')
  const kinds = {
    server: api.SpanKind.SERVER,
    client: api.SpanKind.CLIENT,
    internal: api.SpanKind.INTERNAL,
  } as const

  function contextOf(traceparent: string): OtelContext {
    return api.propagation.extract(api.ROOT_CONTEXT, { traceparent })
  }

  function parentOf(parent: SpanOptions['parent']): OtelContext {
    if (parent === undefined) return api.context.active()
    return parent === null ? api.ROOT_CONTEXT : contextOf(parent)
  }

  function linkTo(traceparent: string | null) {
    const context = traceparent === null ? undefined : api.trace.getSpanContext(contextOf(traceparent))
    return context === undefined ? [] : [{ context }]
  }

  function traceparentOf(span: OtelSpan | undefined): string | null {
    if (span === undefined) return null
    const { traceId, spanId, traceFlags } = span.spanContext()
    return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`
  }

  return {
    async span(name, { kind, parent, links = [], attributes = {} }, run) {
      const above = parentOf(parent)
      const options = { kind: kinds[kind], attributes, links: links.flatMap(linkTo) }
      const span = tracer.startSpan(name, options, above)
      const fail = (message: string) => span.setStatus({ code: api.SpanStatusCode.ERROR, message })
      try {
        return await api.context.with(api.trace.setSpan(above, span), () =>
          run({ traceparent: traceparentOf(span) ?? '', set: (more) => span.setAttributes(more), fail }),
        )
      } catch (error) {
        fail(error instanceof Error ? error.name : 'failed')
        throw error
      } finally {
        span.end()
      }
    },
    current: () => traceparentOf(api.trace.getActiveSpan()),
    client: new temporal.OpenTelemetryWorkflowClientInterceptor({ tracer }),
    activity: (context) => new temporal.OpenTelemetryActivityInboundInterceptor(context, { tracer }),
    stop: () => provider.shutdown().catch(() => undefined),
  }
}
