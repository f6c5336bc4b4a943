// Runs once before all tests and clears the folder, because the last test searches all that the run has left there.
import { mkdir, rm } from 'node:fs/promises'
import { RUN_FOLDER } from './run-folder'

export default async function beginRun(): Promise<void> {
  await rm(RUN_FOLDER, { recursive: true, force: true })
  await mkdir(RUN_FOLDER, { recursive: true, mode: 0o700 })
}
