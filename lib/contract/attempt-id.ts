/** Names one attempt of one run; the `webhook-id` of its hand-over, however often that is retried. */
export function attemptId({ runId, attempt }: { runId: string; attempt: number }): string {
  return `${runId}.${attempt}`
}
