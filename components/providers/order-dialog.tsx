'use client'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { apiPaths } from '@/lib/contract/paths'
import { ChangeDialog } from './change-dialog'
import { moved } from './moved'

/** Moves providers up and down; each move is told aloud, the whole is put in force at once. */
export function OrderDialog({ names }: { names: readonly string[] }) {
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
      title="Change the routing order"
      about="The first gets every packet, the next what it did not deliver."
      confirm="Change order"
      placeholder="RouteB is cheaper"
      path={apiPaths.providersAction('reorder')}
      onOpen={begin}
      body={() => (order.join('\n') === names.join('\n') ? null : { order })}
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
