'use client'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { apiPaths } from '@/lib/contract/paths'
import type { ProviderList } from '@/lib/contract/provider-list'
import { ChangeDialog } from './change-dialog'
import { moved } from './moved'

/** What an operator can do to all providers at once. */
export function SendingActions({ list }: { list: ProviderList }) {
  const names = list.items.map(({ name }) => name)
  return (
    <div className="mb-3 flex flex-wrap gap-2">
      {list.sending.paused ? <ResumeSending /> : <Pause />}
      {/* A new order is a new dialog, which begins with it. */}
      <Order key={names.join('\n')} names={names} />
      <Routing routing={list.routing} />
    </div>
  )
}

function Pause() {
  return (
    <ChangeDialog
      trigger="Pause all sending"
      title="Pause all sending?"
      confirm="Pause all sending"
      confirmLook="danger"
      placeholder="Wrong texts went out"
      path={apiPaths.providersAction('pause')}
    >
      No packet is handed to any provider until somebody resumes. Packets are accepted and wait; what was
      handed over before finishes.
    </ChangeDialog>
  )
}

function ResumeSending() {
  return (
    <ChangeDialog
      trigger="Resume sending"
      triggerLook="primary"
      title="Send again?"
      confirm="Resume sending"
      placeholder="Texts are corrected"
      path={apiPaths.providersAction('resume')}
    >
      A tenth of the packets go at once, then more and more, so that nobody is flooded with what has waited.
    </ChangeDialog>
  )
}

function Order({ names }: { names: readonly string[] }) {
  const [order, setOrder] = useState(names)
  return (
    <ChangeDialog
      trigger="Change order"
      title="Change the routing order"
      confirm="Change order"
      placeholder="RouteB is cheaper"
      path={apiPaths.providersAction('reorder')}
      body={() => ({ order })}
    >
      <p className="mb-3">The first gets every packet, the next what it did not deliver.</p>
      <ol aria-label="Order" className="divide-y divide-line rounded-md border border-line">
        {order.map((name, index) => (
          <li key={name} className="flex min-h-9 items-center gap-2 px-2 text-ink">
            <span className="w-5 text-right text-faint">{index + 1}</span>
            <bdi className="min-w-0 flex-1 truncate">{name}</bdi>
            <Step name={name} by={-1} order={order} onMove={setOrder} />
            <Step name={name} by={1} order={order} onMove={setOrder} />
          </li>
        ))}
      </ol>
    </ChangeDialog>
  )
}

interface StepProps {
  name: string
  by: -1 | 1
  order: readonly string[]
  onMove: (order: readonly string[]) => void
}

/** Stays focusable at the ends, so that the keyboard does not lose its place. */
function Step({ name, by, order, onMove }: StepProps) {
  const Icon = by === -1 ? ArrowUp : ArrowDown
  const next = moved(order, name, by)
  return (
    <Button
      look="quiet"
      className="w-8 px-0 aria-disabled:opacity-40"
      aria-label={`Move ${name} ${by === -1 ? 'up' : 'down'}`}
      aria-disabled={next === order}
      onClick={() => onMove(next)}
    >
      <Icon aria-hidden size={14} />
    </Button>
  )
}

function Routing({ routing }: { routing: ProviderList['routing'] }) {
  const byQuality = routing === 'quality'
  return (
    <ChangeDialog
      trigger={byQuality ? 'Route in order' : 'Route by quality'}
      title={byQuality ? 'Route in order?' : 'Route by measured quality?'}
      confirm={byQuality ? 'Route in order' : 'Route by quality'}
      placeholder={byQuality ? 'Contracts ask for it' : 'RouteA has grown slow'}
      path={apiPaths.providersAction('set-routing')}
      body={() => ({ routing: byQuality ? 'order' : 'quality' })}
    >
      {byQuality
        ? 'The first provider gets every packet, the next what it did not deliver.'
        : 'The provider that is likely to confirm soonest gets a packet first, by what workers have seen within the last hour. One packet in twenty goes to another one, so that a provider that has recovered is noticed.'}
    </ChangeDialog>
  )
}
