/** One receipt as it arrived. */
export interface Arrival {
  /** Milliseconds since the epoch. */
  at: number
  method: string
  contentType: string | null
  contentEncoding: string | null
  webhookId: string | null
  timestamp: string | null
  signature: string | null
  /** Null when it cannot be read. */
  body: string | null
  /** Why it cannot be read. */
  fault: string | null
}
