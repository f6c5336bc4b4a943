/** Says to the store, once a second, that this process can take receipts; before a provider is blamed, it is asked. */
import 'server-only'
import { setTimeout as pause } from 'node:timers/promises'
import { processWide } from '@/lib/server/process-wide'
import { isStopping } from '@/lib/server/stopping'
import { store } from '@/lib/server/store'
import { Intake } from '@/lib/store/intake'

const everyMs = 1_000

const intake = processWide('intake', () => new Intake(store().db))

/** Called once, before the process serves. Resolves after the first word, or when that failed. */
export async function openIntake(): Promise<void> {
  await intake()
    .seen()
    .catch(() => undefined)
  void repeat()
}

async function repeat(): Promise<void> {
  while (!isStopping()) {
    await pause(everyMs, undefined, { ref: false })
    await intake()
      .seen()
      .catch(() => undefined)
  }
}

/** The process stops; another may take its place. */
export function closeIntake(): void {
  intake()
    .closed()
    .catch(() => undefined)
}

/** A receipt was refused just now through no fault of its carrier. */
export function noteOutage(): void {
  intake().interrupted()
}
