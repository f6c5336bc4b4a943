/** Starts a simulator on a free port with a folder of its own, and sends genuine hand-overs. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import type { ConfiguredProvider } from '@/lib/carrier/provider-file'
import { signMessage } from '@/lib/carrier/signature'
import { configuredProvider } from '@/lib/carrier/test-support/configured-provider'
import type { HandOverMessage } from '@/lib/contract/carrier'
import { type ProfileAssignment, profileAssignment } from '../profile'
import { type RunningSimulator, startSimulator } from '../server'

export const token = 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..a.b.sealed-so-that-nobody-reads-it'
const contents = Buffer.from('a text that nobody else may read').toString('base64')

export function secretOf(provider: string, use: 'hand-over' | 'receipt'): string {
  return `whsec_${Buffer.from(`${provider} ${use}`.padEnd(32, '.')).toString('base64')}`
}

function configured(names: string[]): ConfiguredProvider[] {
  return names.map((name) =>
    configuredProvider(name, {
      handOverSecrets: [secretOf(name, 'hand-over')],
      receiptSecrets: [secretOf(name, 'receipt')],
    }),
  )
}

export interface RigOptions {
  /** As in CARRIER_PROFILES. */
  profiles?: unknown
  names?: string[]
  seed?: string
  /** As in ERROR_CHANCE. */
  errorChance?: number
  dataDir?: string
}

export interface Rig extends RunningSimulator {
  dataDir: string
  journalPath: string
  logged: () => string
}

export async function startRig(options: RigOptions = {}): Promise<Rig> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'waybill-simulator-')))
  const journalPath = join(dataDir, 'simulator', 'receipts.jsonl')
  const assignment: ProfileAssignment = profileAssignment.parse(options.profiles ?? 'instant')
  let lines = ''
  const write = (line: string) => {
    lines += line
  }
  const log = pino({ level: 'trace' }, { write })
  const simulator = await startSimulator(
    {
      providers: configured(options.names ?? ['RouteA', 'RouteB']),
      assignment,
      errorChance: options.errorChance ?? 0,
      seed: options.seed ?? 'test',
      journalPath,
      host: '127.0.0.1',
      port: 0,
      waybillUrl: 'http://127.0.0.1:3000',
    },
    log,
  )
  return { ...simulator, dataDir, journalPath, logged: () => lines }
}

export async function throwAway({ stop, dataDir }: Rig): Promise<void> {
  await stop()
  await rm(dataDir, { recursive: true })
}

export interface Sending {
  provider?: string
  webhookId?: string
  secret?: string
  /** Sent as it is, instead of the message. */
  body?: string
  message?: Partial<HandOverMessage>
  headers?: Record<string, string>
}

/** Hands a packet over as the worker does. */
export function send(url: string, callbackUrl: string, sending: Sending = {}): Promise<Response> {
  const provider = sending.provider ?? 'RouteA'
  const message: HandOverMessage = {
    packetId: 'p-1',
    attempt: 1,
    source: '+017771110000',
    destination: '+016660002222',
    contents,
    callbackUrl,
    token,
    deadline: new Date(Date.now() + 10_000).toISOString(),
    ...sending.message,
  }
  const body = sending.body ?? JSON.stringify(message)
  const secret = sending.secret ?? secretOf(provider, 'hand-over')
  const id = sending.webhookId ?? `run-${message.packetId}.${message.attempt}`
  return fetch(`${url}/carriers/${encodeURIComponent(provider)}/transmit`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...signMessage({ id, at: new Date(), body, secret }),
      ...sending.headers,
    },
    body,
  })
}

export async function getJson(url: string): Promise<unknown> {
  return (await fetch(url)).json()
}
