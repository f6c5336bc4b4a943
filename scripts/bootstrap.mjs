// The one way into every command: plain JavaScript, because nothing may be installed yet.
import { fileURLToPath } from 'node:url'
import { ensureDependencies } from './setup/dependencies.mjs'

const COMMANDS = {
  start: './start/main.ts',
  dev: './dev/main.ts',
  build: './build/main.ts',
  test: './test/main.ts',
  check: './check/main.ts',
  setup: './setup/main.ts',
  submit: './cli/submit.ts',
  secrets: './cli/secrets.ts',
  'carrier:check': './carrier-check/main.ts',
  bench: './bench/main.ts',
  export: './dump/export.ts',
  import: './dump/import.ts',
  reconcile: './reconcile/main.ts',
  histories: '../worker/test-support/record-histories.ts',
}

const OLDEST_NODE = [20, 19]

function nodeIsTooOld() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  return major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])
}

function stop(sentence) {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}

const [command, ...rest] = process.argv.slice(2)
const entry = COMMANDS[command]

if (nodeIsTooOld()) {
  stop(
    `Waybill needs Node.js ${OLDEST_NODE.join('.')} or newer, and this is ${process.versions.node}. Get one from https://nodejs.org.`,
  )
}
if (!entry) stop(`Unknown command "${command ?? ''}". Known: ${Object.keys(COMMANDS).join(', ')}.`)

// The loader, the bundlers and the style sheets' compiler each take some of them for something else than a name.
const root = fileURLToPath(new URL('..', import.meta.url))
const [odd] = /[#?!*]/.exec(root) ?? []
if (odd)
  stop(
    `Waybill cannot be built in ${root}, because its path contains "${odd}"; move it to a folder without # ? ! and *.`,
  )

const problem = await ensureDependencies()
if (problem) stop(problem)

// The command runs in this very process, so that signals and the exit status need no passing on.
process.argv = [process.argv[0], fileURLToPath(new URL(entry, import.meta.url)), ...rest]
const { register } = await import('tsx/esm/api')
register()
await import(entry)
