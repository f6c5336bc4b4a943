/** One delivery for each ending; the replay tests replay their recorded histories. */
import type { DeliveryRequest } from '@/lib/contract/workflows'
import type { Action } from '@/lib/packet/action'
import type { Script } from './scripted-carrier'

interface Ending {
  script: Script
  request?: Partial<DeliveryRequest>
  /** An operator cancels it while the first hand-over is under way. */
  canceled?: true
  /** What an operator does by hand with the first attempt while its hand-over is under way, in this order. */
  acts?: Action[]
  /** The packet expires this many milliseconds after its start. */
  expiresInMs?: number
}

const refuse = { do: 'refuse' } as const
const silent = { do: 'stay silent' } as const
const confirm = { do: 'confirm' } as const
const rejectedAfterBrokenTry = {
  kind: 'rejected',
  status: 409,
  latencyMs: 3,
  reason: { code: 'REJECTED', status: 409, redirect: null },
  mayHaveArrived: true,
} as const

export const endings: Record<string, Ending> = {
  'delivered-at-once': { script: { providers: { A: confirm } } },
  'delivered-after-silence-and-refusal': { script: { providers: { A: silent, B: refuse, C: confirm } } },
  'delivered-late': {
    script: { providers: { A: silent, B: { do: 'confirm late', attempt: 1, provider: 'A' } } },
  },
  'delivered-after-look-up-retries': {
    script: { providers: { A: confirm }, lookUpFailures: ['one', 'two'] },
  },
  'delivered-after-grace': { script: { providers: { A: silent, B: confirm }, intakeOutages: 1 } },
  'delivered-after-graces': { script: { providers: { A: silent, B: confirm }, intakeOutages: 3 } },
  'no-route': { script: { providers: { A: refuse } } },
  exhausted: { script: { providers: { A: refuse, B: silent } }, request: { maxAttempts: 2 } },
  failed: { script: { providers: {}, lookUpFailures: ['one', 'two', 'IO Error: network disconnect'] } },
  'delivered-by-routing-service': {
    script: {
      providers: { A: refuse, B: confirm },
      routingService: 'fail',
      lookUpFailures: ['IO Error: network disconnect'],
    },
  },
  'delivered-by-fallback': {
    script: {
      providers: { A: confirm },
      routingService: 'built-in',
      lookUpFailures: ['one', 'two', 'three'],
    },
  },
  'failed-at-routing-service': {
    script: {
      providers: { A: confirm },
      routingService: 'fail',
      lookUpFailures: ['one', 'two', 'IO Error: network disconnect'],
    },
  },
  'delivered-after-recall': {
    script: { providers: { A: { ...silent, recall: 'RECALLED' }, B: confirm } },
  },
  'delivered-after-rejection-and-recall': {
    script: {
      providers: { A: { do: 'answer', answer: rejectedAfterBrokenTry, recall: 'RECALLED' }, B: confirm },
    },
  },
  'delivered-during-recall': { script: { providers: { A: { ...silent, recall: 'confirmed' }, B: confirm } } },
  'delivered-after-outage': { script: { providers: { A: confirm }, outages: 3 } },
  'delivered-after-pause': {
    script: {
      providers: { A: confirm },
      waits: [{ wait: { why: 'paused', hold: { is: 'paused', words: 'maintenance' } } }],
    },
  },
  'expired-in-outage': { script: { providers: { A: confirm }, outages: 100 }, expiresInMs: 5_000 },
  'expired-after-silence': { script: { providers: { A: silent, B: confirm } }, expiresInMs: 3_000 },
  canceled: { script: { providers: { A: silent } }, canceled: true },
  'delivered-after-acts-by-hand': {
    script: { providers: { A: silent, B: confirm, C: confirm } },
    acts: [{ do: 'extend', byMs: 60_000 }, { do: 'skip', provider: 'B' }, { do: 'fail-over' }],
  },
  'confirmed-by-hand': {
    script: {
      providers: { A: { do: 'answer', answer: rejectedAfterBrokenTry }, B: silent },
      actsAt: 'B',
    },
    acts: [{ do: 'confirm' }],
  },
  'canceled-before-its-turn': { script: { providers: { A: silent }, queuedAt: 'A' }, canceled: true },
  'delivered-before-the-turn-of-the-next': {
    script: {
      providers: { A: silent, B: silent },
      queuedAt: 'B',
      lateReceiptOf: { attempt: 1, provider: 'A' },
    },
  },
  'expired-before-its-turn': {
    script: { providers: { A: silent }, queuedAt: 'A', expiresInTurnMs: 700 },
    expiresInMs: 500,
  },
  'delivered-after-lost-worker': { script: { providers: { A: confirm }, losesWorker: true } },
}

/** Packets that came together. Each goes through three providers, with short outages of the store. */
export const groups: Record<string, { packets: number; script: Script }> = {
  'group-of-20': {
    packets: 20,
    script: { providers: { A: refuse, B: silent, C: confirm }, storeOutages: 2 },
  },
}
