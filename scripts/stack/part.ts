// One process of the stack: started behind a guard, stopped politely, and killed when it does not stop.
import type { ChildProcess } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { z } from 'zod'
import { saysDiskIsFull } from '@/lib/temporal/trouble'
import { Problem } from '../console/problem'
import { PartLog } from './part-log'
import { type Guarded, signalGroup, spawnGuarded } from './run-group'

export interface PartCommand extends Omit<Guarded, 'output'> {
  name: string
  /** The file for its output. */
  logFile: string
  onLine?: ((line: string) => void) | undefined
}

export interface PartExit {
  code: number | null
  signal: string | null
  /** True when this supervisor stopped or killed it. */
  wanted: boolean
}

const guardMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('started'), pid: z.number().int() }),
  z.object({ kind: z.literal('failed'), message: z.string() }),
  z.object({ kind: z.literal('ended'), code: z.number().nullable(), signal: z.string().nullable() }),
])

/** After this time a guard that could not kill its part is killed together with it. */
const FORCE_MS = 1000

export class Part {
  readonly #events = new EventEmitter<{ exit: [PartExit] }>()
  readonly #log: PartLog
  #guard: ChildProcess | null = null
  #pid: number | null = null
  #wanted = false
  #lastExit: PartExit | null = null

  constructor(readonly command: PartCommand) {
    this.#log = new PartLog(command.logFile, command.onLine)
  }

  get name(): string {
    return this.command.name
  }

  /** The part's own process id, not its guard's; null while it does not run. */
  get pid(): number | null {
    return this.#pid
  }

  get running(): boolean {
    return this.#guard !== null
  }

  /** How it ended; null while it runs, and before its first start. */
  get lastExit(): PartExit | null {
    return this.#lastExit
  }

  get logFile(): string {
    return this.#log.file
  }

  lastLines(count?: number): string[] {
    return this.#log.lastLines(count)
  }

  /** The listener is called whenever the process ends, wanted or not. */
  onExit(listener: (exit: PartExit) => void): () => void {
    this.#events.on('exit', listener)
    return () => this.#events.off('exit', listener)
  }

  start(): void {
    if (this.#guard) return
    // Opened before the process starts: when the log cannot be written, no unsupervised process is left behind.
    this.#log.open()
    const guard = spawnGuarded({ ...this.command, output: 'pipe' })
    this.#guard = guard
    this.#wanted = false
    this.#lastExit = null
    this.#log.forget()
    if (guard.stdout) this.#log.follow(guard.stdout)
    if (guard.stderr) this.#log.follow(guard.stderr)
    this.#listen(guard)
  }

  /** Asks the part to stop and kills it after the grace period. Resolves when none of its processes is left. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM')
  }

  /** Kills the part, as a crash would end it. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL')
  }

  #listen(guard: ChildProcess): void {
    let exit = { code: null as number | null, signal: null as string | null }
    guard.on('message', (raw) => {
      const message = guardMessage.safeParse(raw).data
      if (message?.kind === 'started') this.#pid = message.pid
      if (message?.kind === 'ended') exit = { code: message.code, signal: message.signal }
    })
    guard.once('exit', (code, signal) => {
      if (exit.code === null && exit.signal === null) exit = { code, signal }
      // The guard may have been killed alone, or the part may have left children behind.
      signalGroup(guard, 'SIGKILL')
    })
    // "close" comes after the last output, so the last lines are complete when listeners read them.
    guard.once('close', () => this.#ended(exit))
    guard.once('error', () => this.#ended(exit))
  }

  #ended(exit: { code: number | null; signal: string | null }): void {
    if (!this.#guard) return
    this.#guard = null
    this.#pid = null
    void this.#log.close()
    this.#lastExit = { ...exit, wanted: this.#wanted }
    this.#events.emit('exit', this.#lastExit)
  }

  async #end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const guard = this.#guard
    if (!guard) return
    this.#wanted = true
    const gone = once(this.#events, 'exit')
    const timers: NodeJS.Timeout[] = []
    const force = () => {
      if (guard.connected) guard.send('kill', () => {})
      timers.push(setTimeout(() => signalGroup(guard, 'SIGKILL'), FORCE_MS))
    }
    if (signal === 'SIGKILL') force()
    else {
      guard.kill('SIGTERM')
      timers.push(setTimeout(force, this.command.graceMs))
    }
    await gone
    for (const timer of timers) clearTimeout(timer)
  }
}

const SHOWN_LINES = 15

/** How a process ended, in words. */
export function describeExit({ code, signal }: PartExit): string {
  return signal ? `was ended by ${signal}` : `ended with exit status ${code ?? 'unknown'}`
}

/** The last lines that a part printed, indented, and where to find the rest. */
export function lastWords(part: Part): string {
  const lines = part.lastLines(SHOWN_LINES)
  if (lines.length === 0) return `It printed nothing; its log is ${part.logFile}.`
  const full = lines.some(saysDiskIsFull) ? 'The disk is full; make room there. ' : ''
  return `${full}Its last lines (all in ${part.logFile}):\n${lines.map((line) => `  ${line}`).join('\n')}`
}

/**
 * Starts a part and waits until `ready` resolves with true. A part that ends while it is starting fails at once.
 * @throws Problem with the part's last lines
 */
export async function startPart(
  part: Part,
  ready: (signal: AbortSignal) => Promise<boolean>,
  signal?: AbortSignal,
): Promise<void> {
  const ended = new AbortController()
  const stopListening = part.onExit((exit) =>
    ended.abort(new Problem(`${part.name} ${describeExit(exit)} while starting. ${lastWords(part)}`)),
  )
  try {
    part.start()
    const isReady = await ready(AbortSignal.any([ended.signal, ...(signal ? [signal] : [])]))
    if (!isReady) throw new Problem(`${part.name} did not become ready in time. ${lastWords(part)}`)
  } finally {
    stopListening()
  }
}
