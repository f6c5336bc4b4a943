/** Names one attempt; the `webhook-id` of its hand-over, however often and by which workflow that is retried. */
export function attemptId({ packetId, attempt }: { packetId: string; attempt: number }): string {
  return `${packetId}.${attempt}`
}
