/** Follows one packet for all its viewers: one long poll says that something changed, one read says what. */
import 'server-only'
import { setTimeout as pause } from 'node:timers/promises'
import { workflowIdOf } from '@/lib/contract/workflows'
import { ApiError } from '@/lib/server/api-error'
import { log } from '@/lib/server/log'
import { describePacket } from '@/lib/server/packets/describe'
import { isOpen, stateId } from '@/lib/server/temporal/execution-info'
import { pollHistory } from '@/lib/server/temporal/history-poll'
import { Audience } from './audience'
import { BackOff } from './back-off'
import { completeUpdate } from './update'

interface State {
  runId: string
  open: boolean
  lastEventId: number
  faltering: boolean
}

/** While its tasks fail, history has no news, and the packet is read this often instead. */
const falteringMs = 2000

export class PacketWatch {
  readonly audience = new Audience()
  readonly #id: string
  readonly #stop = new AbortController()

  constructor(id: string) {
    this.#id = id
  }

  stop(): void {
    this.#stop.abort()
  }

  /** Runs until the workflow has closed or the watch is stopped; outages are waited out. */
  async run(): Promise<void> {
    const backOff = new BackOff()
    while (!this.#stop.signal.aborted) {
      try {
        const state = await this.#load()
        backOff.reset()
        if (!state.open) return this.#end()
        await this.#follow(state)
      } catch (error) {
        if (this.#stop.signal.aborted) return
        if (error instanceof ApiError && error.code === 'PACKET_NOT_FOUND') return this.#end()
        if (!(error instanceof ApiError))
          log().error({ err: error, packetId: this.#id }, 'a live view failed')
        await backOff.wait(this.#stop.signal).catch(() => undefined)
      }
    }
  }

  /** Returns when the run that `state` tells of has closed. */
  async #follow(state: State): Promise<void> {
    const execution = { workflowId: workflowIdOf(this.#id), runId: state.runId }
    let latest = state
    let token: Uint8Array | null = null
    while (latest.open) {
      if (latest.faltering) {
        await pause(falteringMs, undefined, { signal: this.#stop.signal })
        latest = await this.#load()
        continue
      }
      const news = await this.#poll(execution, token)
      if (news.matters && news.lastEventId > latest.lastEventId) latest = await this.#load()
      if (news.next === null) return
      token = news.next
    }
  }

  /** Each poll has its own signal: the library never lets go of what listens to one. */
  async #poll(execution: { workflowId: string; runId: string }, token: Uint8Array | null) {
    // Stopped while it was reading: nobody would end this poll.
    this.#stop.signal.throwIfAborted()
    const poll = new AbortController()
    const stop = () => poll.abort()
    this.#stop.signal.addEventListener('abort', stop)
    try {
      return await pollHistory(execution, token, poll.signal)
    } finally {
      this.#stop.signal.removeEventListener('abort', stop)
    }
  }

  async #load(): Promise<State> {
    const { packet, info, faltering } = await describePacket(this.#id)
    this.audience.tell('packet', packet, stateId(info))
    const lastEventId = Number(info.historyLength ?? 0)
    return { runId: packet.runId, open: isOpen(info), lastEventId, faltering }
  }

  #end(): void {
    this.audience.end(completeUpdate('end', {}))
  }
}
