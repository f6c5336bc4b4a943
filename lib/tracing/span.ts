/** What a part of a trace is, whatever library is behind it. */
import type { Context } from '@temporalio/activity'
import type { WorkflowClientInterceptor } from '@temporalio/client'
import type { ActivityInboundCallsInterceptor } from '@temporalio/worker'

type Attributes = Readonly<Record<string, string | number>>

export interface Span {
  /** To be continued in another process. */
  readonly traceparent: string
  set(attributes: Attributes): void
  /** What it stands for did not work out. */
  fail(why: string): void
}

export interface SpanOptions {
  kind: 'server' | 'client' | 'internal'
  /** A `traceparent`; what is under way here where it is undefined, and none where it is null. */
  parent?: string | null | undefined
  /** Each a `traceparent`. */
  links?: readonly (string | null)[]
  attributes?: Attributes
}

export interface Tracing {
  span<T>(name: string, options: SpanOptions, run: (span: Span) => Promise<T>): Promise<T>
  /** The `traceparent` of what is under way here; null where nothing is. */
  current(): string | null
  client: WorkflowClientInterceptor
  activity(context: Context): ActivityInboundCallsInterceptor
  /** Sends what has not been sent. */
  stop(): Promise<void>
}
