import { Part, startPart } from '@/scripts/stack/part'
import { workerIsReady } from '@/scripts/stack/parts'
import type { Stack } from '@/scripts/stack/stack'

/** Replaces the stack's worker while `during` runs by one with these additional variables. */
export async function withOtherWorker(
  stack: Stack,
  env: Record<string, string>,
  during: () => Promise<void>,
): Promise<void> {
  const own = stack.part('worker')
  await own.stop()
  const other = new Part({ ...own.command, env: { ...own.command.env, ...env } })
  await startPart(other, (signal) => workerIsReady(other, signal))
  try {
    await during()
  } finally {
    await other.stop()
    await stack.start('worker')
  }
}
