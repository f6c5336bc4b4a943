// All commands by name. Each is loaded when it is called, because most take long to load.
import { describeFailure, Problem } from './console/problem'

/** With an exit status the process ends at once, whatever is still open; without one it ends by itself. */
type Command = (args: string[]) => Promise<number | undefined>

/** A command that takes its streams as arguments, so that tests can pass others; here it gets those of the process. */
type Streaming = (args: string[], process: StreamsOfProcess) => Promise<number>

interface StreamsOfProcess {
  env: NodeJS.ProcessEnv
  input: NodeJS.ReadStream
  out: NodeJS.WriteStream
  err: NodeJS.WriteStream
  signal: AbortSignal
}

const commands: Readonly<Record<string, Command>> = {
  start: async () => (await import('./start/run')).start(),
  dev: async () => (await import('./dev')).develop(),
  build: async () => (await import('./build/steps')).build(),
  test: async () => (await import('./test/run')).testAll(),
  check: async () => (await import('./check')).check(),
  setup: async () => (await import('./setup/prepare-temporal')).setUp(),
  consume: async () => (await import('./consume')).consume(),
  submit: async (args) => withStreams((await import('./cli/run')).run, args),
  act: async (args) => withStreams((await import('./cli/act')).act, args),
  'send-again': async (args) => withStreams((await import('./cli/send-again')).run, args),
  doctor: async (args) => withStreams((await import('./doctor/run')).run, args),
  secrets: async (args) => (await import('./setup/secret-files')).makeSecrets(args),
  'carrier:check': async (args) => withStreams((await import('./carrier-check/run')).run, args),
  bench: async (args) => (await import('./bench/run')).bench(args),
  export: async (args) => (await import('./dump')).exportTo(args),
  import: async (args) => (await import('./dump')).importFrom(args),
  reconcile: async (args) => (await import('./reconcile')).reconcileStore(args),
  histories: async () => {
    // The module runs when it is imported. The URL is built at run time, since commands may not import test support.
    await import(new URL('../worker/test-support/record-histories.ts', import.meta.url).href)
    return undefined
  },
}

/** Sets the exit status and lets the process end by itself, so that all output is written. */
async function withStreams(run: Streaming, args: string[]): Promise<undefined> {
  const { loadDotenv } = await import('./stack/dotenv')
  const { listenForInterruption } = await import('./console/interruption')
  // A reader that closes the pipe early, such as `head`, is no failure.
  process.stdout.on('error', (error) => {
    if (!('code' in error) || error.code !== 'EPIPE') throw error
  })
  loadDotenv()
  const { signal, onImpatience } = listenForInterruption()
  onImpatience(() => process.exit(130))
  const { env, stdin: input, stdout: out, stderr: err } = process
  process.exitCode = await run(args, { env, input, out, err, signal })
}

const [name = '', ...args] = process.argv.slice(2)
try {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command) throw new Problem(`Unknown command "${name}". Known: ${Object.keys(commands).join(', ')}.`)
  const status = await command(args)
  if (status !== undefined) process.exit(status)
} catch (error) {
  console.error(describeFailure(error))
  process.exit(1)
}
