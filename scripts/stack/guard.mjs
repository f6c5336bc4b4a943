// Runs between the supervisor and one part: when the supervisor ends for any reason, the guard ends the part. It leads
// the part's own process group. A terminal's Ctrl-C therefore reaches only the supervisor, which stops the parts in
// order, and nothing that a part has started can outlive it.
import { spawn } from 'node:child_process'

const [graceMs = '10000', stopSignal = 'SIGTERM', program, ...args] = process.argv.slice(2)
const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'] })

function tell(message, then = () => {}) {
  if (process.connected) process.send(message, then)
  else then()
}

function endGroup() {
  try {
    process.kill(-process.pid, 'SIGKILL')
  } catch {
    child.kill('SIGKILL')
    process.exit(1)
  }
}

let orphaned = false

child.once('spawn', () => tell({ kind: 'started', pid: child.pid }))
child.once('error', (error) => tell({ kind: 'failed', message: error.message }, () => process.exit(127)))
child.once('exit', (code, signal) => {
  if (orphaned) endGroup()
  else tell({ kind: 'ended', code, signal }, () => process.exit(code ?? 1))
})

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(stopSignal))

// When the guard kills the part, it also reaps it and can report how it ended.
process.on('message', (message) => {
  if (message === 'kill') child.kill('SIGKILL')
})

function onOrphaned() {
  orphaned = true
  if (child.exitCode !== null || child.signalCode !== null) endGroup()
  child.kill(stopSignal)
  setTimeout(endGroup, Number(graceMs))
}

// The supervisor may have ended before this process could listen for the disconnect.
if (process.connected) process.once('disconnect', onOrphaned)
else onOrphaned()
