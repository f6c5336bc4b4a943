// The official archive of the CLI for this platform.
import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { extract } from 'tar'
import { withinLimit } from '@/lib/contract/time-limit'
import { folderBeside, placeExecutable } from './place-executable'
import type { Installing } from './run-installer'
import { TEMPORAL_CLI_VERSION } from './temporal-cli-version'

const ARCHIVE = `https://temporal.download/cli/archive/v${TEMPORAL_CLI_VERSION}`
const FIRST_BYTE_LIMIT_MS = 6000
const WHOLE_LIMIT_MS = 120_000

const PLATFORMS: Partial<Record<NodeJS.Platform, string>> = { linux: 'linux', darwin: 'darwin' }
const ARCHITECTURES: Partial<Record<NodeJS.Architecture, string>> = { x64: 'amd64', arm64: 'arm64' }

/** Where the archive for a machine is; throws when there is none that can be unpacked here. */
export function archiveUrl(base: string, platform: NodeJS.Platform, arch: NodeJS.Architecture): string {
  const system = PLATFORMS[platform]
  const processor = ARCHITECTURES[arch]
  if (!system || !processor) throw new Error(`there is none for ${platform} on ${arch}`)
  return `${base}?platform=${system}&arch=${processor}`
}

async function* reportingShare(
  response: Response,
  report: (line: string) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  const total = Number(response.headers.get('content-length') ?? 0)
  const reader = response.body?.getReader()
  let bytes = 0
  let shown = 0
  for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
    bytes += part.value.length
    const share = total > 0 ? Math.floor((bytes / total) * 10) * 10 : 0
    if (share > shown) report(`Downloading the Temporal CLI, ${share} %`)
    shown = share
    yield part.value
  }
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return cause instanceof Error ? cause.message : String(cause)
}

async function open(url: string, limit: AbortSignal): Promise<Response> {
  const slow = new AbortController()
  const timer = setTimeout(() => slow.abort(new Error('no answer in time')), FIRST_BYTE_LIMIT_MS)
  try {
    // Both controllers are held as long as the download lasts, so that neither limit is lost.
    return await fetch(url, { signal: AbortSignal.any([limit, slow.signal]) })
  } catch (error) {
    throw new Error(`${new URL(url).host} cannot be reached (${reasonOf(error)})`)
  } finally {
    clearTimeout(timer)
  }
}

/** Downloads the pinned release to `target`; throws with a short reason. */
export async function downloadOfficial(
  target: string,
  installing: Installing,
  base: string = ARCHIVE,
): Promise<void> {
  await withinLimit(WHOLE_LIMIT_MS, installing.signal, (limit) => download(target, installing, base, limit))
}

async function download(
  target: string,
  { report }: Installing,
  base: string,
  limit: AbortSignal,
): Promise<void> {
  const url = archiveUrl(base, process.platform, process.arch)
  report('Downloading the Temporal CLI')
  const response = await open(url, limit)
  if (!response.ok) throw new Error(`it answered ${response.status}`)
  const folder = await folderBeside(target)
  try {
    // By way of a file: the end of a stream into the unpacker comes before the last entry has been written.
    const archive = join(folder, 'archive.tar.gz')
    await pipeline(reportingShare(response, report), createWriteStream(archive), { signal: limit })
    await extract({ file: archive, cwd: folder, filter: (path) => path === 'temporal' })
    await placeExecutable(join(folder, 'temporal'), target)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
