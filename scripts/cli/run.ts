/** Runs a command and reports the result: packets on one stream, everything else on the other. */
import { randomUUID } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import pLimit from 'p-limit'
import type { Batch } from '@/lib/contract/batch'
import { isOver } from '@/lib/contract/batch-terms'
import { pagePaths } from '@/lib/contract/paths'
import type { Submission } from '@/lib/contract/submission'
import { hasEnded, type Packet, packetStatuses } from '@/lib/packet/packet'
import { Instance, ownUrl } from './instance'
import { type Command, commandFor, help, type Input, openUpload, optionsIn } from './options'
import {
  complaintAbout,
  exitStatusAfter,
  exitStatusOf,
  newsOf,
  type Output,
  showProgress,
  summaryOf,
} from './report'
import { waitForEnding } from './wait-for-ending'

export interface Surroundings extends Input {
  env: NodeJS.ProcessEnv
  /** For packets as JSON, and nothing else. */
  out: Output
  /** For progress, summaries and errors. */
  err: Output
  signal: AbortSignal
}

/** The exit status is one of `exitStatuses`. */
export function run(args: string[], surroundings: Surroundings): Promise<number> {
  return explained(surroundings, async (open) => {
    const options = optionsIn(args)
    const command = await commandFor(options, surroundings)
    return execute(command, open(options.url), surroundings)
  })
}

/** Runs `act` and reports any error. `open` takes the `--url` option. @returns the exit status */
export async function explained(
  { env, err, signal }: Surroundings,
  act: (open: (url: string | undefined) => Instance) => Promise<number>,
): Promise<number> {
  let url = ''
  try {
    return await act((given) => {
      url = given?.replace(/\/+$/, '') ?? ownUrl(env)
      return new Instance(url, signal)
    })
  } catch (error) {
    if (signal.aborted) {
      err.write('Stopped; what was accepted goes on by itself.\n')
      return 130
    }
    err.write(`${complaintAbout(error, url)}\n`)
    return exitStatusAfter(error)
  }
}

async function execute(command: Command, instance: Instance, surroundings: Surroundings): Promise<number> {
  const { out } = surroundings
  switch (command.do) {
    case 'help':
      out.write(await help(out))
      return 0
    case 'cancel':
      return cancel(command, instance, surroundings)
    case 'upload':
      return upload(command, instance, surroundings)
    case 'submit':
      if (command.count === null) return submitOne(command, instance, surroundings)
      return submitCounted({ ...command, count: command.count }, instance, surroundings)
  }
}

type Cancel = Extract<Command, { do: 'cancel' }>

async function cancel(
  { id, reason }: Cancel,
  instance: Instance,
  { out, err }: Surroundings,
): Promise<number> {
  const packet = await instance.cancel(id, { reason })
  if (!hasEnded(packet.status)) err.write('It is noted and takes effect as soon as a worker runs.\n')
  print(packet, out)
  return 0
}

type Upload = Extract<Command, { do: 'upload' }>

const batchPollMs = 500

async function upload(command: Upload, instance: Instance, surroundings: Surroundings): Promise<number> {
  const { out, err, signal } = surroundings
  const file = await openUpload(command.file, surroundings)
  let batch = await instance.upload(file, command)
  err.write(`${instance.url}${pagePaths.batch(batch.id)}\n`)
  if (command.wait) {
    const progress = showProgress(batch.rows, 'ended', err)
    while (!isOver(batch.state)) {
      await pause(batchPollMs, undefined, { signal })
      batch = await instance.batch(batch.id)
      progress.reach(endedIn(batch))
    }
    progress.stop()
  }
  print(batch, out)
  if (batch.state === 'REFUSED') return 2
  return !command.wait || batch.counts.DELIVERED === batch.rows ? 0 : 2
}

function endedIn({ counts }: Batch): number {
  return packetStatuses.reduce((sum, status) => sum + (hasEnded(status) ? counts[status] : 0), 0)
}

type Submit = Extract<Command, { do: 'submit' }>

async function submitOne(command: Submit, instance: Instance, surroundings: Surroundings): Promise<number> {
  const { submission, key = randomUUID(), wait } = command
  // A time to live that counts from now would make another request of the repetition.
  const expiry = submission.expiresAt === undefined ? '' : ` --expires-at ${submission.expiresAt}`
  const accepted = await instance.submit(submission, key, `--key ${key}${expiry}`)
  return follow(accepted, wait, instance, surroundings)
}

/** Prints the packet: when `wait` is set once it has ended, otherwise at once. @returns the exit status */
export async function follow(
  accepted: Packet,
  wait: boolean,
  instance: Instance,
  { out, err }: Surroundings,
): Promise<number> {
  if (!wait) {
    print(accepted, out)
    return 0
  }
  err.write(`${instance.url}${pagePaths.packet(accepted.id)}\n`)
  let told = ''
  const onPacket = (packet: Packet) => {
    const news = newsOf(packet)
    if (news !== told) err.write(`${news}\n`)
    told = news
  }
  const ended = await waitForEnding(accepted, instance, { onPacket })
  print(ended, out)
  return exitStatusOf([ended])
}

async function submitCounted(
  command: Submit & { count: number },
  instance: Instance,
  { out, err, signal }: Surroundings,
): Promise<number> {
  const started = performance.now()
  const progress = showProgress(command.count, command.wait ? 'ended' : 'accepted', err)
  const { packets, failure } = await submitMany(command.submission, command, instance, progress.reach)
  progress.stop()
  print(packets, out)
  err.write(`${summaryOf(packets, performance.now() - started)}\n`)
  if (failure === null) return exitStatusOf(packets)
  if (signal.aborted) throw failure
  err.write(`${complaintAbout(failure, instance.url)}\n`)
  return exitStatusAfter(failure)
}

function print(value: Packet | Packet[] | Batch, out: Output): void {
  out.write(`${JSON.stringify(value, null, 2)}\n`)
}

/** More concurrent submissions would only queue up in the web process. */
const submittedAtOnce = 16
/** Each packet that is waited for holds an event stream open. */
const watchedAtOnce = 64

export interface Many {
  /** In the order of submission; after a failure only those accepted before. */
  packets: Packet[]
  /** The error that stopped it early; otherwise null. */
  failure: unknown
}

/**
 * Submits the same contents `count` times, each as a packet of its own. The first failure stops further submissions
 * and all waiting; submissions already sent are still answered.
 */
export async function submitMany(
  submission: Submission,
  { count, wait }: { count: number; wait: boolean },
  instance: Instance,
  onDone: (done: number) => void,
): Promise<Many> {
  const submitting = pLimit(submittedAtOnce)
  const watching = pLimit(watchedAtOnce)
  const packets: (Packet | undefined)[] = Array.from({ length: count })
  const failures: unknown[] = []
  const stop = new AbortController()
  const watched = new Instance(instance.url, AbortSignal.any([instance.signal, stop.signal]))
  setMaxListeners(watchedAtOnce, watched.signal)
  let done = 0
  const handleOne = async (index: number): Promise<void> => {
    const accepted = await submitting(async () =>
      failures.length > 0 ? null : instance.submit(submission, randomUUID(), null),
    )
    if (accepted === null) return
    packets[index] = accepted
    if (wait) packets[index] = await watching(() => waitForEnding(accepted, watched))
    done += 1
    onDone(done)
  }
  const fail = (error: unknown) => {
    failures.push(error)
    stop.abort()
  }
  await Promise.all(packets.map((_, index) => handleOne(index).catch(fail)))
  return { packets: packets.filter((packet) => packet !== undefined), failure: failures[0] ?? null }
}
