/** Says to the store, four times a second, that this process can take receipts; before a provider is blamed, it is asked. */
import 'server-only'
import { setTimeout as pause } from 'node:timers/promises'
import { isStopping, processName } from '@/lib/server/process'
import { processWide } from '@/lib/server/process-wide'
import { store } from '@/lib/server/store'
import { Intake } from '@/lib/store/intake'

/** Before a provider is blamed, this long is waited for the next word of each process. */
const everyMs = 250

const intake = processWide('intake', () => new Intake(store().db, processName()))

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
