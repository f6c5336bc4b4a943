import { readdirSync } from 'node:fs'
import { execa } from 'execa'
import { statOf } from '../../console/processes'

type Pair = [pid: number, parent: number]

/** Every process there is with its parent. */
async function allProcesses(): Promise<Pair[]> {
  if (process.platform === 'linux') return readdirSync('/proc').flatMap(fromProc)
  const { stdout } = await execa('ps', ['-A', '-o', 'pid=,ppid='])
  return stdout.split('\n').map((line) => {
    const [pid = 0, parent = 0] = line.trim().split(/\s+/).map(Number)
    return [pid, parent]
  })
}

function fromProc(entry: string): Pair[] {
  const stat = /^\d+$/.test(entry) ? statOf(Number(entry)) : null
  return stat === null ? [] : [[Number(entry), stat.parent]]
}

/** The process ids of everything that `root` has started, directly or not. */
export async function descendantsOf(root: number): Promise<number[]> {
  const pairs = await allProcesses()
  const found = [root]
  for (const parent of found) for (const [pid, ppid] of pairs) if (ppid === parent) found.push(pid)
  return found.slice(1)
}
