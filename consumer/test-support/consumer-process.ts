/** The consumer as a process of its own, started and killed like the product's. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Part } from '@/scripts/stack/part'
import { ROOT } from '@/scripts/stack/root'
import { commandEnvironment } from '@/scripts/test/environment'

export class ConsumerProcess {
  readonly #lines: string[] = []
  readonly #part: Part

  private constructor(
    env: Record<string, string>,
    private readonly folder: string,
  ) {
    this.#part = new Part({
      name: 'consumer',
      program: process.execPath,
      args: ['--import', 'tsx', join(ROOT, 'consumer', 'main.ts')],
      env: commandEnvironment(env),
      logFile: join(folder, 'consumer.log'),
      graceMs: 20_000,
      onLine: (line) => this.#lines.push(line),
    })
  }

  static async start(env: Record<string, string>): Promise<ConsumerProcess> {
    const consumer = new ConsumerProcess(env, await mkdtemp(join(tmpdir(), 'waybill-consumer-')))
    consumer.#part.start()
    return consumer
  }

  /** All lines that its processes have printed. */
  get lines(): readonly string[] {
    return this.#lines
  }

  get running(): boolean {
    return this.#part.running
  }

  begin(): void {
    this.#part.start()
  }

  /** Kills the process like `kill -9`. */
  async kill(): Promise<void> {
    await this.#part.kill()
  }

  async stop(): Promise<void> {
    await this.#part.stop()
    await rm(this.folder, { recursive: true, force: true })
  }
}
