import { isStoreOutage } from '@/lib/store/store'
import { grpc, grpcCodeOf } from '@/lib/temporal/grpc'

/**
 * Goes on after a failure, so that nothing waits behind one item that fails every time. But an outage would fail for
 * each item, after its time limit.
 *
 * @throws the first error, after the others
 */
export async function eachOf<T>(items: Iterable<T>, act: (item: T) => Promise<void>): Promise<void> {
  const errors: unknown[] = []
  for (const item of items) {
    try {
      await act(item)
    } catch (error) {
      if (isOutage(error)) throw error
      errors.push(error)
    }
  }
  if (errors.length > 0) throw errors[0]
}

const outageCodes: ReadonlySet<number> = new Set([
  grpc.UNAVAILABLE,
  grpc.DEADLINE_EXCEEDED,
  grpc.RESOURCE_EXHAUSTED,
])

function isOutage(error: unknown): boolean {
  if (isStoreOutage(error)) return true
  const code = grpcCodeOf(error)
  return code !== null && outageCodes.has(code)
}
