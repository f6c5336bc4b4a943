// One process of the stack: started behind its guard, stopped politely, killed for certain.
import { type ChildProcess, spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { join } from 'node:path'
import { z } from 'zod'
import { PartLog } from './part-log'
import { ROOT } from './root'

export interface PartCommand {
  name: string
  program: string
  args: string[]
  env: NodeJS.ProcessEnv
  /** The root of the project unless given; `program` is absolute then, or on PATH. */
  cwd?: string
  /** Where its output goes. */
  logFile: string
  /** What asks it to stop; SIGTERM unless given. */
  stopSignal?: NodeJS.Signals
  /** How long it may take to stop by itself when asked, in milliseconds. */
  graceMs: number
  onLine?: ((line: string) => void) | undefined
}

export interface PartExit {
  code: number | null
  signal: string | null
  /** True when it was stopped or killed from here. */
  wanted: boolean
}

const guardMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('started'), pid: z.number().int() }),
  z.object({ kind: z.literal('failed'), message: z.string() }),
  z.object({ kind: z.literal('ended'), code: z.number().nullable(), signal: z.string().nullable() }),
])

const GUARD = join(ROOT, 'scripts', 'stack', 'guard.mjs')

/** A guard that cannot even kill its part within this time is killed with it. */
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

  /** Called at every end of the process, wanted or not. */
  onExit(listener: (exit: PartExit) => void): () => void {
    this.#events.on('exit', listener)
    return () => this.#events.off('exit', listener)
  }

  start(): void {
    if (this.#guard) return
    // Before anything runs: a log that cannot be written must not leave a process behind that nobody watches.
    this.#log.open()
    const { program, args, env, cwd = ROOT, stopSignal = 'SIGTERM', graceMs } = this.command
    const guard = spawn(process.execPath, [GUARD, String(graceMs), stopSignal, program, ...args], {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      detached: process.platform !== 'win32',
    })
    this.#guard = guard
    this.#wanted = false
    this.#lastExit = null
    this.#log.forget()
    if (guard.stdout) this.#log.follow(guard.stdout)
    if (guard.stderr) this.#log.follow(guard.stderr)
    this.#listen(guard)
  }

  /** Asks it to stop, and after its grace makes it. Resolves when nothing of it is left. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM')
  }

  /** Ends it at once, as a crash would. */
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
      // The guard may have been killed alone, or the part may have left children.
      this.#signalGroup(guard, 'SIGKILL')
    })
    // "close" comes after the last output, so the last lines are complete when listeners look.
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
      timers.push(setTimeout(() => this.#signalGroup(guard, 'SIGKILL'), FORCE_MS))
    }
    if (signal === 'SIGKILL') force()
    else {
      guard.kill('SIGTERM')
      timers.push(setTimeout(force, this.command.graceMs))
    }
    await gone
    for (const timer of timers) clearTimeout(timer)
  }

  #signalGroup(guard: ChildProcess, signal: NodeJS.Signals): void {
    if (guard.pid === undefined) return
    try {
      process.kill(process.platform === 'win32' ? guard.pid : -guard.pid, signal)
    } catch {
      // Nothing of the group is left.
    }
  }
}
