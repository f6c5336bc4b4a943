'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { exactUtc, localTime, ownTimeZone } from '@/components/time/format'
import { useTimeTold } from '@/components/time/time-told'
import { focusContent, useAlive } from '@/components/ui/browser'
import { Button } from '@/components/ui/button'
import { useCommands } from '@/components/ui/commands'
import { Field, inputClass } from '@/components/ui/field'
import { byOperator } from '@/components/ui/operator'
import { Panel } from '@/components/ui/panel'
import { call } from '@/lib/client/api'
import { notePacket } from '@/lib/client/queries'
import type { Packet } from '@/lib/packet/packet'

/** When a scheduled packet is due, and how to change that. */
export function SchedulePanel({ packet }: { packet: Packet }) {
  const { id, deliverAt, quietUntil } = packet
  const due = quietUntil ?? deliverAt ?? packet.createdAt
  const alive = useAlive()
  const client = useQueryClient()
  const [text, setText] = useState('')
  const { told, fault } = useTimeTold(text)
  const move = useMutation({
    mutationFn: () =>
      call('POST /api/packets/{id}/actions/reschedule', {
        params: { id },
        body: { deliverAt: text, timeZone: ownTimeZone(), ...byOperator() },
      }),
    onSuccess: (moved) => {
      notePacket(client, moved)
      setText('')
    },
  })
  const now = useMutation({
    mutationFn: () => call('POST /api/packets/{id}/actions/send-now', { params: { id }, body: byOperator() }),
    onSuccess: (begun) => {
      notePacket(client, begun)
      focusContent()
    },
  })
  const busy = move.isPending || now.isPending
  useCommands([{ name: 'Send this packet now', group: 'page', run: now.mutate }])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (told !== undefined && !busy) move.mutate()
  }
  const error = move.error ?? now.error
  return (
    <Panel
      title="Scheduled"
      action={
        <Button look="primary" onClick={() => now.mutate()} disabled={busy}>
          {now.isPending ? 'Sending' : 'Send now'}
        </Button>
      }
    >
      <p className="text-soft text-pretty">
        {quietUntil === null ? 'Its delivery begins ' : 'Quiet hours at its destination hold it back until '}
        <time dateTime={due} title={exactUtc(due)} className="text-ink">
          {alive ? localTime(due) : exactUtc(due)}
        </time>
        .{quietUntil !== null && ' “Send now” overrides them.'}
      </p>
      <form onSubmit={submit} className="mt-3 flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <Field
            label="Another time"
            error={fault}
            hint={told ?? 'Such as "in 20 minutes" or "tomorrow at 9".'}
          >
            {(control) => (
              <input
                {...control}
                value={text}
                onChange={(event) => setText(event.target.value)}
                maxLength={100}
                autoComplete="off"
                spellCheck={false}
                className={inputClass}
              />
            )}
          </Field>
        </div>
        <Button type="submit" className="mt-6" disabled={told === undefined || busy}>
          {move.isPending ? 'Moving' : 'Move'}
        </Button>
      </form>
      <p role="alert" className="text-bad">
        {error?.message}
      </p>
    </Panel>
  )
}
