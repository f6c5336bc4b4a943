'use client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { Field, inputClass } from '@/components/ui/field'
import { ReasonDialog } from '@/components/ui/reason-dialog'
import { actOnPacket } from '@/lib/client/act-on-packet'
import { FillKey } from '@/lib/client/fill-key'
import { notePacket, providersQuery } from '@/lib/client/queries'
import type { ActionBody } from '@/lib/contract/packet-actions'
import type { ActionName } from '@/lib/packet/action'
import { formatDuration } from '@/lib/packet/duration'
import type { Attempt, Packet } from '@/lib/packet/packet'
import { actionsFor, attemptsToTell, type Telling, untriedOf } from './actions-for'

/** The actions that the packet's current state allows. */
export function ActionBar({ packet }: { packet: Packet }) {
  // An open dialog stays open even if the packet's state no longer allows the action. The API then refuses the action.
  const [open, setOpen] = useState<ActionName | null>(null)
  const possible = actionsFor(packet)
  const shown = open === null || possible.includes(open) ? possible : [...possible, open]
  if (shown.length === 0) return null
  return (
    <div className="flex flex-wrap gap-1.5 border-t border-line px-4 py-2 print:hidden">
      {shown.map((name) => {
        const Dialog = dialogs[name]
        return (
          <Dialog key={name} packet={packet} onOpen={() => setOpen(name)} onClosed={() => setOpen(null)} />
        )
      })}
    </div>
  )
}

interface DialogProps {
  packet: Packet
  onOpen: () => void
  onClosed: () => void
}

const dialogs: Record<ActionName, (props: DialogProps) => ReactNode> = {
  'fail-over': FailOver,
  extend: Extend,
  skip: Skip,
  prefer: Prefer,
  confirm: Confirm,
  refuse: Refuse,
}

/** Captures the packet when the dialog opens, because the operator decides on that state; and acts on it. */
function useDialog({ packet, onOpen, onClosed }: DialogProps) {
  const client = useQueryClient()
  const [seen, see] = useState(packet)
  const [key, setKey] = useState(() => new FillKey())
  const open = () => {
    see(packet)
    setKey(new FillKey())
    onOpen()
  }
  async function act<Name extends ActionName>(name: Name, body: ActionBody<Name>): Promise<boolean> {
    notePacket(client, await actOnPacket(packet.id, name, body, key.keyFor(body)))
    return true
  }
  return { seen, act, dialog: { hint: 'It stays with the packet.', onOpen: open, onClosed } }
}

function underWay({ attempts }: Packet): Attempt | undefined {
  return attempts.find(({ outcome }) => outcome === 'PENDING') ?? attempts.at(-1)
}

function named(attempt: Attempt | undefined): string {
  return attempt === undefined ? 'this attempt' : `attempt ${attempt.number} (${attempt.provider})`
}

function FailOver(props: DialogProps) {
  const { seen, act, dialog } = useDialog(props)
  const attempt = underWay(seen)
  return (
    <ReasonDialog
      {...dialog}
      trigger="Fail over now"
      title={`Fail over from ${named(attempt)}?`}
      about="The next provider gets the packet at once. If the present provider still delivers it, that counts."
      placeholder="The customer waits for it"
      confirm="Fail over"
      confirming="Failing over"
      look="primary"
      leave="Keep waiting"
      act={(reason, who) => act('fail-over', { reason, who, attempt: attempt?.number ?? 1 })}
    />
  )
}

const spans = [30_000, 60_000, 5 * 60_000, 15 * 60_000, 3_600_000, 6 * 3_600_000]

function Extend(props: DialogProps) {
  const { seen, act, dialog } = useDialog(props)
  const [byMs, setByMs] = useState(60_000)
  const attempt = underWay(seen)
  return (
    <ReasonDialog
      {...dialog}
      trigger="More time"
      title={`Give ${named(attempt)} more time?`}
      about="The deadline moves. The provider is not informed: it still has the deadline from the hand-over."
      placeholder="They say that receipts are slow today"
      confirm="Give more time"
      confirming="Moving the deadline"
      look="primary"
      leave="Leave it"
      act={(reason, who) => act('extend', { reason, who, attempt: attempt?.number ?? 1, byMs })}
    >
      <Field label="How much more" error={undefined}>
        {(control) => (
          <select
            {...control}
            value={byMs}
            onChange={(event) => setByMs(Number(event.target.value))}
            className={inputClass}
          >
            {spans.map((ms) => (
              <option key={ms} value={ms}>
                {formatDuration(ms)}
              </option>
            ))}
          </select>
        )}
      </Field>
    </ReasonDialog>
  )
}

function Skip(props: DialogProps) {
  return (
    <Wish
      {...props}
      name="skip"
      trigger="Skip a provider"
      title="Skip a provider for the rest of this packet?"
      about="The provider is not tried for this packet. Other packets are not affected."
      placeholder="They do not reach this network"
      confirm="Skip it"
      confirming="Skipping"
    />
  )
}

function Prefer(props: DialogProps) {
  return (
    <Wish
      {...props}
      name="prefer"
      trigger="Prefer a provider"
      title="Prefer a provider for the next attempt?"
      about="The provider is tried next, if it takes packets then. The attempt under way goes on."
      placeholder="They have the best route to this network"
      confirm="Prefer it"
      confirming="Preferring"
    />
  )
}

interface WishProps extends DialogProps {
  name: 'skip' | 'prefer'
  trigger: string
  title: string
  about: string
  placeholder: string
  confirm: string
  confirming: string
}

function Wish({ name, packet, onOpen, onClosed, ...words }: WishProps) {
  const { seen, act, dialog } = useDialog({ packet, onOpen, onClosed })
  const { data: providers } = useQuery(providersQuery)
  const [chosen, choose] = useState('')
  const left = untriedOf(seen, providers?.items.map((provider) => provider.name) ?? [])
  const provider = left.includes(chosen) ? chosen : (left[0] ?? '')
  const attempt = seen.attempts.length
  const after = attempt === 0 ? '' : ` (after attempt ${attempt})`
  return (
    <ReasonDialog
      {...dialog}
      {...words}
      title={words.title.replace('?', `${after}?`)}
      look="primary"
      leave="Leave it"
      incomplete={provider === ''}
      act={(reason, who) => act(name, { reason, who, attempt, provider })}
    >
      <Field
        label="Provider"
        error={undefined}
        hint={left.length === 0 ? 'All providers were tried or skipped.' : undefined}
      >
        {(control) => (
          <select
            {...control}
            value={provider}
            onChange={(event) => choose(event.target.value)}
            className={inputClass}
          >
            {left.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        )}
      </Field>
    </ReasonDialog>
  )
}

function Confirm(props: DialogProps) {
  return (
    <Verdict
      {...props}
      name="confirm"
      trigger="Confirm by hand"
      triggerLabel="Confirm by hand that it was delivered"
      title={(attempt) => `Confirm by hand that ${attempt} delivered it?`}
      about="This counts as a receipt: the packet is delivered, and no further provider gets it."
      placeholder="They confirmed it by telephone"
      confirm="Confirm"
      confirming="Confirming"
    />
  )
}

function Refuse(props: DialogProps) {
  return (
    <Verdict
      {...props}
      name="refuse"
      trigger="Refuse by hand"
      triggerLabel="Refuse by hand: it was not delivered"
      title={(attempt) => `Record by hand that ${attempt} did not deliver it?`}
      about="This counts as a receipt: an attempt under way fails over at once. If the provider's own receipt says otherwise, that one counts."
      placeholder="They said by telephone that they dropped it"
      confirm="Record it"
      confirming="Recording"
    />
  )
}

interface VerdictProps extends DialogProps {
  name: Telling
  trigger: string
  triggerLabel: string
  title: (attempt: string) => string
  about: string
  placeholder: string
  confirm: string
  confirming: string
}

function Verdict({ name, packet, onOpen, onClosed, title, ...words }: VerdictProps) {
  const { seen, act, dialog } = useDialog({ packet, onOpen, onClosed })
  const [chosen, choose] = useState(0)
  const attempts = attemptsToTell(seen, name)
  const attempt = attempts.find(({ number }) => number === chosen) ?? attempts.at(-1)
  return (
    <ReasonDialog
      {...dialog}
      {...words}
      title={title(named(attempt))}
      look="primary"
      leave="Leave it"
      incomplete={attempt === undefined}
      act={(reason, who) => act(name, { reason, who, attempt: attempt?.number ?? 1 })}
    >
      {attempts.length > 1 && (
        <Field label="Attempt" error={undefined}>
          {(control) => (
            <select
              {...control}
              value={attempt?.number}
              onChange={(event) => choose(Number(event.target.value))}
              className={inputClass}
            >
              {attempts.map(({ number, provider }) => (
                <option key={number} value={number}>
                  {number}: {provider}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
    </ReasonDialog>
  )
}
