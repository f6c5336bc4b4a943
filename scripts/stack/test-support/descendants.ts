import { readdirSync, readFileSync } from 'node:fs'
import { execa } from 'execa'

type Pair = [pid: number, parent: number]

/** Every process there is with its parent. A machine with Node alone may lack `ps`; only Linux tells without it. */
async function allProcesses(): Promise<Pair[]> {
  if (process.platform === 'linux') return readdirSync('/proc').flatMap(fromProc)
  const { stdout } = await execa('ps', ['-A', '-o', 'pid=,ppid='])
  return stdout.split('\n').map((line) => {
    const [pid = 0, parent = 0] = line.trim().split(/\s+/).map(Number)
    return [pid, parent]
  })
}

function fromProc(entry: string): Pair[] {
  if (!/^\d+$/.test(entry)) return []
  try {
    // The name before them stands in brackets and may itself hold blanks and brackets.
    const [, parent = ''] = /^.*\) \S+ (\d+) /s.exec(readFileSync(`/proc/${entry}/stat`, 'utf8')) ?? []
    return [[Number(entry), Number(parent)]]
  } catch {
    // It has ended meanwhile.
    return []
  }
}

/** The process ids of everything that `root` has started, directly or not. */
export async function descendantsOf(root: number): Promise<number[]> {
  const pairs = await allProcesses()
  const found = [root]
  for (const parent of found) for (const [pid, ppid] of pairs) if (ppid === parent) found.push(pid)
  return found.slice(1)
}
