// What a process costs, as Linux counts it.
import { readFile } from 'node:fs/promises'
import { Problem } from '../console/problem'

/** The kernel counts processor time in hundredths of a second, whatever its own tick is. */
const MS_PER_TICK = 10

async function readProc(pid: number, file: string): Promise<string> {
  try {
    return await readFile(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    throw new Problem(
      `/proc/${pid}/${file} cannot be read; this is measured on Linux only, in a process that runs.`,
    )
  }
}

/** Processor time of all threads since the start, in milliseconds. */
export async function cpuMs(pid: number): Promise<number> {
  const stat = await readProc(pid, 'stat')
  // The name in parentheses may hold spaces; user and system time are the 14th and 15th field.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK
}

/** Memory held now, in kilobytes. */
export async function residentKb(pid: number): Promise<number> {
  const status = await readProc(pid, 'status')
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1])
}
