import { chmod, mkdir, mkdtemp, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** A new folder on the same file system as `target`, to unpack into; the caller removes it. */
export async function folderBeside(target: string): Promise<string> {
  await mkdir(dirname(target), { recursive: true })
  return mkdtemp(join(dirname(target), 'unpack-'))
}

/** Moves a complete file into place in one step, so that nobody ever finds half of it. */
export async function placeExecutable(complete: string, target: string): Promise<void> {
  await chmod(complete, 0o755)
  await rename(complete, target)
}
