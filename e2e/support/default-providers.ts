import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { defaultProviders } from '@/scripts/setup/test-support/default-providers'

/** Writes a file for PROVIDERS_FILE. Without it a stack would hand test packets to the carriers in `providers.json`. */
export async function writeDefaultProviders(folder: string, simulatorOrigin: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, 'default-providers.json')
  await writeFile(file, JSON.stringify(defaultProviders(simulatorOrigin)))
  return file
}
