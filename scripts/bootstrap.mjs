// The entry point of every command. Plain JavaScript, because no packages may be installed yet.
import { fileURLToPath } from 'node:url'
import { ensureDependencies } from './setup/dependencies.mjs'

const OLDEST_NODE = [20, 19]

function nodeIsTooOld() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  return major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])
}

function stop(sentence) {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}

if (nodeIsTooOld()) {
  stop(
    `Waybill needs Node.js ${OLDEST_NODE.join('.')} or newer, and this is ${process.versions.node}. Get one from https://nodejs.org.`,
  )
}

// The loader, the bundlers or the style sheets' compiler treat each of these characters in a path as syntax.
const root = fileURLToPath(new URL('..', import.meta.url))
const [odd] = /[#?!*]/.exec(root) ?? []
if (odd)
  stop(
    `Waybill cannot be built in ${root}, because its path contains "${odd}"; move it to a folder without # ? ! and *.`,
  )

const problem = await ensureDependencies()
if (problem) stop(problem)

// The command runs in this process, so that signals and the exit status need not be passed on.
const { register } = await import('tsx/esm/api')
register()
await import('./commands.ts')
