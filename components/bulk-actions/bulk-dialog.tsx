'use client'
/** The dialog for a bulk action, in two steps: which packets and what to do, then the reason and confirmation. */
import { useMutation, useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import * as Dialog from 'radix-ui/dialog'
import { type FormEvent, useState } from 'react'
import { StatusBadge } from '@/components/packets/badges'
import { FilterLine } from '@/components/packets/filter-chips'
import { Button, buttonClass } from '@/components/ui/button'
import { Field, inputClass } from '@/components/ui/field'
import { countText, shortenMiddle } from '@/components/ui/format'
import { NameField, operatorName, ReasonField } from '@/components/ui/operator'
import { ReadFailed } from '@/components/ui/placeholder'
import { call } from '@/lib/client/api'
import { ClientError, whatFailed } from '@/lib/client/client-error'
import { randomKey } from '@/lib/client/fill-key'
import { bulkPreviewQuery } from '@/lib/client/queries'
import type { BulkChoice, BulkFilter, BulkPreview } from '@/lib/contract/bulk-action'
import { type BulkKind, bulkKinds, bulkRateRange, maxBulkPackets } from '@/lib/contract/bulk-terms'
import type { PacketFilter } from '@/lib/contract/packet-list'
import { sortOf } from '@/lib/contract/paging'
import { pagePaths } from '@/lib/contract/paths'
import type { Packet } from '@/lib/packet/packet'
import { kindWords, leftOutInWords, titleOf } from './bulk-words'

/** The packets that match a filter, or those with the given ids. */
export type Selection = { filter: PacketFilter } | { ids: readonly string[] }

interface BulkDialogProps {
  selection: Selection
  onClose: () => void
}

/** The dialog is open for as long as it is mounted. */
export function BulkDialog({ selection, onClose }: BulkDialogProps) {
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay data-dims className="fixed inset-0 z-40 bg-[oklch(0_0_0/0.45)]" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-1/2 left-1/2 z-50 max-h-[calc(100dvh-32px)] w-140 max-w-[calc(100vw-32px)] -translate-x-1/2 -translate-y-1/2 overflow-y-auto rounded-lg border border-line bg-panel p-5 shadow-float"
        >
          <Steps selection={selection} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Steps({ selection }: { selection: Selection }) {
  const [action, setAction] = useState<BulkKind>(bulkKinds[0])
  // Fixed while the dialog is open, because the list behind it may change.
  const [chosen] = useState(() => packetsOf(selection))
  const [step, setStep] = useState<'what' | 'why'>('what')
  const [evenIfDelivered, setEvenIfDelivered] = useState(false)
  const choice: BulkChoice = {
    action,
    ...chosen,
    ...(action === 'send-again' && evenIfDelivered && { evenIfDelivered }),
  }
  const preview = useQuery(bulkPreviewQuery(choice))
  if (step === 'why' && preview.data && preview.data.count > 0)
    return (
      <Confirm
        choice={choice}
        preview={preview.data}
        onChanged={() => void preview.refetch()}
        onBack={() => setStep('what')}
      />
    )
  const count = preview.data?.count ?? 0
  const isTooMany = count > maxBulkPackets
  return (
    <>
      <Dialog.Title className="text-lg font-semibold">Act on many packets</Dialog.Title>
      <Chosen chosen={chosen} />
      <fieldset className="mt-4 grid gap-2">
        <legend className="mb-1">What to do with them</legend>
        {bulkKinds.map((kind) => (
          <label key={kind} className="flex items-start gap-2">
            <input
              type="radio"
              name="action"
              value={kind}
              checked={action === kind}
              onChange={() => setAction(kind)}
              className="mt-1"
            />
            <span>
              {kindWords[kind].verb}
              <span className="block text-soft text-pretty">{kindWords[kind].about}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {action === 'send-again' && (
        <label className="mt-2 flex items-start gap-2 pl-6">
          <input
            type="checkbox"
            checked={evenIfDelivered}
            onChange={(event) => setEvenIfDelivered(event.target.checked)}
            className="mt-1"
          />
          <span className="text-pretty">
            Include those that were or may have been delivered. They may arrive twice.
          </span>
        </label>
      )}
      <div className="mt-4 min-h-48" role="status">
        {preview.isPending && <p className="text-soft">Counting them</p>}
        {preview.error && (
          <ReadFailed message={whatFailed(preview.error)} onRetry={() => void preview.refetch()} />
        )}
        {preview.data && <Preview action={action} preview={preview.data} />}
      </div>
      <div className="mt-4 flex flex-wrap items-center justify-end gap-2">
        <Link
          href={pagePaths.bulkActions}
          className="mr-auto text-soft underline underline-offset-4 hover:text-accent"
        >
          Earlier bulk actions
        </Link>
        <Dialog.Close className={buttonClass('plain')}>Close</Dialog.Close>
        <Button look="primary" disabled={count === 0 || isTooMany} onClick={() => setStep('why')}>
          Go on
        </Button>
      </div>
    </>
  )
}

function packetsOf(selection: Selection): { filter: BulkFilter } | { ids: string[] } {
  if ('ids' in selection) return { ids: [...selection.ids] }
  const { sort: _, ...filter } = selection.filter
  // Sorted by due time, the list shows only scheduled packets.
  return { filter: sortOf(selection.filter) === 'due' ? { status: 'SCHEDULED', ...filter } : filter }
}

function Chosen({ chosen }: { chosen: { filter: BulkFilter } | { ids: string[] } }) {
  if ('ids' in chosen) return <p className="mt-1 text-soft">The packets that you selected.</p>
  if (Object.keys(chosen.filter).length === 0)
    return <p className="mt-1 text-soft">All packets. Filter the list to choose fewer.</p>
  return (
    <p className="mt-1 text-soft">
      Every packet that matches: <FilterLine filter={chosen.filter} none="" />
    </p>
  )
}

/** How many packets the action applies to, a sample of them, and why others are left out. */
function Preview({
  action,
  preview: { count, sample, leftOut },
}: {
  action: BulkKind
  preview: BulkPreview
}) {
  const others = leftOutInWords(leftOut)
  if (count === 0)
    return (
      <p className="text-pretty">
        <strong className="font-semibold">None of these packets qualifies.</strong> {others}
      </p>
    )
  return (
    <>
      <p className="text-pretty">
        <strong className="font-semibold">
          {count > maxBulkPackets
            ? `More than ${countText(maxBulkPackets)} packets.`
            : `${titleOf({ action, count })}.`}
        </strong>{' '}
        {count > maxBulkPackets &&
          'This is over the limit of one bulk action. Narrow the filter, such as by time. '}
        {others}
      </p>
      <ul aria-label="Some of them" className="mt-2 divide-y divide-line border-y border-line">
        {sample.map((packet) => (
          <SampleRow key={packet.id} packet={packet} />
        ))}
      </ul>
      {count > sample.length && (
        <p className="mt-1 text-xs text-faint">The newest {sample.length} of them.</p>
      )}
    </>
  )
}

function SampleRow({ packet }: { packet: Packet }) {
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto] items-center gap-3 py-1.5">
      <span translate="no" title={packet.id} className="truncate font-mono text-xs">
        {shortenMiddle(packet.id, 22)}
      </span>
      <bdi translate="no" className="truncate">
        {packet.destination}
      </bdi>
      <StatusBadge packet={{ ...packet, settling: false }} />
    </li>
  )
}

interface ConfirmProps {
  choice: BulkChoice
  preview: BulkPreview
  /** Called when the action would now apply to more packets than the preview counted. */
  onChanged: () => void
  onBack: () => void
}

/** Asks for the reason, the operator's name and the speed, and has the operator type the number of packets. */
function Confirm({ choice, preview: { count, asOf }, onChanged, onBack }: ConfirmProps) {
  const { action } = choice
  const router = useRouter()
  // The same id for every try: a retry after a lost answer must not begin a second bulk action.
  const [id] = useState(() => `a${randomKey()}`)
  const [reason, setReason] = useState('')
  const [who, setWho] = useState(operatorName.read)
  const [perSecond, setPerSecond] = useState('')
  const [typed, setTyped] = useState('')
  const { mutate, isPending, isSuccess, error } = useMutation({
    mutationFn: () =>
      call('POST /api/bulk-actions', {
        body: {
          ...choice,
          id,
          count,
          asOf,
          reason: reason.trim(),
          ...(who.trim() !== '' && { who: who.trim() }),
          ...(perSecond !== '' && { perSecond: Number(perSecond) }),
        },
      }),
    onSuccess: (bulk) => router.push(pagePaths.bulkAction(bulk.id)),
    onError: (failed) => {
      if (!(failed instanceof ClientError) || failed.code !== 'COUNT_CHANGED') return
      setTyped('')
      onChanged()
    },
  })
  const { min, max } = bulkRateRange
  const isRate = perSecond === '' || (Number(perSecond) >= min && Number(perSecond) <= max)
  const isCount = typed.replaceAll(/[\s,.'’]/g, '') === String(count)
  const busy = isPending || isSuccess
  const ready = reason.trim() !== '' && isRate && isCount && !busy
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!ready) return
    operatorName.write(who.trim())
    mutate()
  }
  return (
    <form onSubmit={submit}>
      <Dialog.Title className="text-lg font-semibold">{titleOf({ action, count })}?</Dialog.Title>
      <p className="mt-1 text-soft text-pretty">
        {choice.evenIfDelivered
          ? 'Each is sent again unchanged, as a new packet. Those that were or may have been delivered may arrive twice.'
          : kindWords[action].about}{' '}
        {kindWords[action].undo}
      </p>
      <div className="mt-4 grid gap-3">
        <ReasonField
          reason={reason}
          onChange={setReason}
          hint={action === 'cancel' ? 'It stays with each of the packets.' : 'It stays with the bulk action.'}
          placeholder={kindWords[action].example}
          autoFocus
        />
        <div className="grid gap-3 sm:grid-cols-2">
          <NameField name={who} onChange={setWho} />
          <Field
            label="Packets a second, at most"
            hint="Leave empty for the default."
            error={isRate ? undefined : `A number from ${min} to ${countText(max)}.`}
          >
            {(control) => (
              <input
                {...control}
                value={perSecond}
                onChange={(event) => setPerSecond(event.target.value.replaceAll(/\D/g, ''))}
                maxLength={5}
                inputMode="numeric"
                placeholder="Default"
                className={inputClass}
                autoComplete="off"
              />
            )}
          </Field>
        </div>
        <Field
          label={`Type ${count} to confirm`}
          hint="The number of packets. No others are added later."
          error={undefined}
        >
          {(control) => (
            <input
              {...control}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              maxLength={12}
              inputMode="numeric"
              className={inputClass}
              autoComplete="off"
            />
          )}
        </Field>
      </div>
      <p role="alert" className="min-h-5 text-bad wrap-anywhere">
        {error?.message}{' '}
        {error instanceof ClientError && error.code === 'BULK_ACTION_EXISTS' && (
          <Link href={pagePaths.bulkAction(id)} className="underline underline-offset-4">
            It has already begun. Open it
          </Link>
        )}
      </p>
      <div className="flex justify-end gap-2">
        <Button onClick={onBack} disabled={busy}>
          Back
        </Button>
        <Button type="submit" look={action === 'cancel' ? 'danger' : 'primary'} disabled={!ready}>
          {busy ? 'Beginning' : titleOf({ action, count })}
        </Button>
      </div>
    </form>
  )
}
