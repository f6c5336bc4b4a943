/** Interfaces of tracing, independent of the library behind them. */
import type { Context } from '@temporalio/activity'
import type { WorkflowClientInterceptor } from '@temporalio/client'
import type { ActivityInboundCallsInterceptor } from '@temporalio/worker'

type Attributes = Readonly<Record<string, string | number>>

export interface Span {
  /** W3C context with which another process continues this trace. */
  readonly traceparent: string
  set(attributes: Attributes): void
  /** Marks the work of this span as failed. */
  fail(why: string): void
}

export interface SpanOptions {
  kind: 'server' | 'client' | 'internal'
  /** A `traceparent`. Undefined: the span that is active here. Null: no parent. */
  parent?: string | null | undefined
  /** The `traceparent` of each linked span. */
  links?: readonly (string | null)[]
  attributes?: Attributes
}

export interface Tracing {
  span<T>(name: string, options: SpanOptions, run: (span: Span) => Promise<T>): Promise<T>
  /** The `traceparent` of the active span; null without one. */
  current(): string | null
  client: WorkflowClientInterceptor
  activity(context: Context): ActivityInboundCallsInterceptor
  /** Sends the spans that are still buffered. */
  stop(): Promise<void>
}
