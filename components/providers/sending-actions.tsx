'use client'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { call } from '@/lib/client/api'
import type { ProviderList } from '@/lib/contract/provider-list'
import type { RoutingMode } from '@/lib/directory/state'
import { type Change, ChangeDialog, type ChangeQuestion } from './change-dialog'

/** The actions for all providers at once. */
export function SendingActions({ list }: { list: ProviderList }) {
  const { paused } = list.sending
  const byQuality = list.routing === 'quality'
  return (
    <div className="mb-3 flex flex-wrap gap-2">
      <ChangeDialog
        trigger={paused ? 'Resume sending' : 'Pause all sending'}
        triggerLook={paused ? 'primary' : 'plain'}
        question={paused ? resumeQuestion : pauseQuestion}
      />
      <OrderDialog names={list.items.map(({ name }) => name)} />
      <ChangeDialog
        trigger={byQuality ? 'Route in order' : 'Route by quality'}
        question={byQuality ? orderQuestion : qualityQuestion}
      />
    </div>
  )
}

const pauseQuestion: ChangeQuestion = {
  title: 'Pause all sending?',
  about:
    'No packet is handed to any provider until sending is resumed. Packets are accepted and wait; those already handed over finish.',
  confirm: 'Pause all sending',
  look: 'danger',
  placeholder: 'Wrong texts went out',
  change: (because) => call('POST /api/providers/actions/pause', { body: because }),
  undo: {
    told: 'All sending is paused',
    // Resume at once: after such a short pause nothing floods the providers.
    change: (because) => call('POST /api/providers/actions/resume', { body: { ...because, overMs: 0 } }),
  },
}

const resumeQuestion: ChangeQuestion = {
  title: 'Resume sending?',
  about:
    'A tenth of the packets go at once, then gradually more, so that waiting packets do not flood the providers.',
  confirm: 'Resume sending',
  placeholder: 'Texts are corrected',
  change: (because) => call('POST /api/providers/actions/resume', { body: because }),
}

const orderQuestion: ChangeQuestion = {
  title: 'Route in order?',
  about: 'The first provider gets every packet, the next what it did not deliver.',
  confirm: 'Route in order',
  placeholder: 'Contracts ask for it',
  change: routingBy('order'),
  undo: { told: 'Packets are routed in order', change: routingBy('quality') },
}

const qualityQuestion: ChangeQuestion = {
  title: 'Route by measured quality?',
  about:
    'The provider that is likely to confirm soonest gets a packet first, judged by the last hour. One packet in twenty goes to another provider, to notice when it recovers.',
  confirm: 'Route by quality',
  placeholder: 'RouteA has grown slow',
  change: routingBy('quality'),
  undo: { told: 'Packets are routed by quality', change: routingBy('order') },
}

function routingBy(routing: RoutingMode): Change {
  return (because) => call('POST /api/providers/actions/set-routing', { body: { ...because, routing } })
}

function reorderQuestion(before: readonly string[]): ChangeQuestion {
  return {
    title: 'Change the routing order',
    about: 'The first gets every packet, the next what it did not deliver.',
    confirm: 'Change order',
    placeholder: 'RouteB is cheaper',
    undo: { told: 'The routing order is changed', change: orderAs(before) },
  }
}

function orderAs(order: readonly string[]): Change {
  return (because) => call('POST /api/providers/actions/reorder', { body: { ...because, order: [...order] } })
}

/** Moves providers up and down. Each move is announced; the whole order is put in force at once. */
function OrderDialog({ names }: { names: readonly string[] }) {
  const [order, setOrder] = useState(names)
  const [told, tell] = useState('')
  const move = (name: string, by: -1 | 1) => {
    const next = moved(order, name, by)
    setOrder(next)
    tell(`${name} is number ${next.indexOf(name) + 1} of ${next.length}`)
  }
  const begin = () => {
    setOrder(names)
    tell('')
  }
  return (
    <ChangeDialog
      trigger="Change order"
      question={reorderQuestion(names)}
      onOpen={begin}
      filledIn={order.join('\n') === names.join('\n') ? null : orderAs(order)}
    >
      <ol
        aria-label="Order"
        className="max-h-80 divide-y divide-line overflow-y-auto rounded-md border border-line"
      >
        {order.map((name, index) => (
          <li key={name} className="flex min-h-9 items-center gap-2 px-2">
            <span className="w-5 text-right text-faint">{index + 1}</span>
            <bdi className="min-w-0 flex-1 truncate" title={name}>
              {name}
            </bdi>
            <Step name={name} by={-1} atEnd={index === 0} onMove={move} />
            <Step name={name} by={1} atEnd={index === order.length - 1} onMove={move} />
          </li>
        ))}
      </ol>
      <p role="status" className="sr-only">
        {told}
      </p>
    </ChangeDialog>
  )
}

interface StepProps {
  name: string
  by: -1 | 1
  atEnd: boolean
  onMove: (name: string, by: -1 | 1) => void
}

/** Stays focusable at the ends, so that the keyboard does not lose its place. */
function Step({ name, by, atEnd, onMove }: StepProps) {
  const Icon = by === -1 ? ArrowUp : ArrowDown
  return (
    <Button
      look="quiet"
      className="w-8 px-0!"
      aria-label={`Move ${name} ${by === -1 ? 'up' : 'down'}`}
      aria-disabled={atEnd}
      onClick={() => onMove(name, by)}
    >
      <Icon aria-hidden size={14} />
    </Button>
  )
}

/** The order with one name a place up or down; the same order when it is at that end already. */
export function moved(order: readonly string[], name: string, by: -1 | 1): readonly string[] {
  const from = order.indexOf(name)
  const to = from + by
  if (from === -1 || to < 0 || to >= order.length) return order
  const others = order.filter((each) => each !== name)
  return [...others.slice(0, to), name, ...others.slice(to)]
}
