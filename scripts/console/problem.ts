import { EnvError } from '@/lib/contract/env'

/** Something the user can act on: its message is a whole sentence and is shown without a stack. */
export class Problem extends Error {
  override readonly name = 'Problem'
}

const NO_ROOM = 'the disk is full; make room and start again'

/** Error codes of the file system, in words and with what to do. */
const FILE_TROUBLES: Readonly<Record<string, string>> = {
  EACCES:
    'this user has no right to it; give it that right, or name another folder (DATA_DIR is for the data)',
  EPERM:
    'this user has no right to it; give it that right, or name another folder (DATA_DIR is for the data)',
  EROFS: 'its disk can only be read; name a folder elsewhere (DATA_DIR is for the data)',
  ENOTDIR: 'there is a file where a folder should be; move it away, or name another folder',
  EEXIST: 'there is a file where a folder should be; move it away, or name another folder',
  ENAMETOOLONG: 'the system takes no name that long; name another folder',
  ELOOP: 'its links lead in a circle; name another folder',
  EISDIR: 'there is a folder where a file should be; move it away',
  ENOSPC: NO_ROOM,
  EDQUOT: NO_ROOM,
  EFBIG: NO_ROOM,
}

/** Why a file or folder cannot be used, as the end of a sentence. */
export function whyUnusable(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code in FILE_TROUBLES) return `${code}, ${FILE_TROUBLES[code]}`
  return error instanceof Error ? error.message : String(error)
}

/** The text for a failure: one sentence for what the user can fix, the stack for an internal error. */
export function describeFailure(error: unknown): string {
  if (error instanceof Problem || error instanceof EnvError) return error.message
  if (error instanceof Error && 'code' in error) {
    const why = FILE_TROUBLES[String(error.code)]
    // A failed write to a file that is already open has no path in its error.
    const name = 'path' in error ? String(error.path) : why === NO_ROOM ? 'A file' : null
    if (why !== undefined && name !== null) return `${name} cannot be used: ${why}.`
  }
  if (error instanceof Error) return error.stack ?? error.message
  return String(error)
}
