import 'server-only'

/** As much of a request as can be judged before its body is read; a `Request` is one. */
export interface RequestHead {
  readonly url: string
  readonly headers: { get(name: string): string | null }
}
