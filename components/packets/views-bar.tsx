'use client'
/** Filters saved for all operators, each with its count. This browser remembers which one to open the list with. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { clsx } from 'clsx'
import { BookmarkPlus, Ellipsis, Star } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { type FormEvent, useEffect, useEffectEvent, useId, useRef, useState } from 'react'
import { useAlive, useChosenInView } from '@/components/ui/browser'
import { Button, buttonClass } from '@/components/ui/button'
import { useCommands } from '@/components/ui/commands'
import { inputClass, Labelled } from '@/components/ui/field'
import { counted, countText } from '@/components/ui/format'
import { byOperator } from '@/components/ui/operator'
import { Popover } from '@/components/ui/popover'
import { tell, tellWithUndo } from '@/components/ui/toast'
import { call, withParams } from '@/lib/client/api'
import { explainError } from '@/lib/client/client-error'
import { viewsQuery } from '@/lib/client/queries'
import { noSearch, type PacketSearch, toFilter, toSearch } from '@/lib/client/search'
import type { PacketFilter } from '@/lib/contract/packet-list'
import { mostCounted } from '@/lib/contract/paging'
import { pagePaths } from '@/lib/contract/paths'
import type { NewView, View, ViewChange } from '@/lib/contract/view'
import { useDefaultView } from './default-view'
import { AlertForm, AlertMark } from './view-alert'

interface ViewsBarProps {
  search: PacketSearch
  onChange: (change: Partial<PacketSearch>) => void
}

export function ViewsBar({ search, onChange }: ViewsBarProps) {
  const { data } = useQuery(viewsQuery)
  const router = useRouter()
  const alive = useAlive()
  const [defaultId, setDefaultId] = useDefaultView()
  const [chosenId, setChosenId] = useState<string | null>(null)
  const views = data?.items ?? []
  const filter = toFilter(search)
  const isFiltered = Object.keys(filter).length > 0
  const shown = views.find((view) => isSame(view.filter, filter))
  const chosen = views.find(({ id }) => id === chosenId)
  const show = (view: View) => {
    setChosenId(view.id)
    onChange(toSearch(view.filter))
  }
  useFirst(
    views.find(({ id }) => id === defaultId),
    isFiltered,
    (view) => {
      setChosenId(view.id)
      // Through the router, because it may still be navigating to this page.
      router.replace(withParams(pagePaths.packets, view.filter))
    },
  )
  useCommands(
    views.map((view) => ({ name: `Show the view ${view.name}`, group: 'list', run: () => show(view) })),
  )
  if (views.length === 0 && !isFiltered) return null
  return (
    <fieldset
      disabled={!alive}
      className="flex min-w-0 items-center gap-1 max-md:-mx-4 max-md:w-screen max-md:overflow-x-auto max-md:px-4 max-md:pb-1 md:max-h-24 md:w-full md:flex-wrap md:overflow-y-auto"
    >
      <legend className="sr-only">Views</legend>
      {views.map((view) => (
        <ViewChip
          key={view.id}
          view={view}
          isShown={view === shown}
          isDefault={view.id === defaultId}
          onClick={() => (view === shown ? onChange(noSearch) : show(view))}
          onDefault={(isDefault) => setDefaultId(isDefault ? view.id : null)}
        />
      ))}
      {isFiltered && shown === undefined && (
        <SaveMenu filter={filter} chosen={chosen} onSaved={setChosenId} />
      )}
    </fieldset>
  )
}

interface ViewChipProps extends ViewMenuProps {
  isShown: boolean
  onClick: () => void
}

function ViewChip({ view, isShown, isDefault, onClick, onDefault }: ViewChipProps) {
  const chip = useChosenInView<HTMLSpanElement>(isShown)
  return (
    <span ref={chip} className="inline-flex max-w-full shrink-0">
      <button
        type="button"
        aria-pressed={isShown}
        onClick={onClick}
        className={clsx(
          'inline-flex h-7 min-w-0 items-center gap-1.5 rounded-md border px-2.5',
          isShown
            ? 'rounded-r-none border-accent bg-accent-wash text-ink'
            : 'border-transparent text-soft hover:bg-hover hover:text-ink',
        )}
      >
        {isDefault && <Star aria-label="Opened first" size={12} className="shrink-0 fill-current" />}
        {view.alert !== null && <AlertMark alert={view.alert} />}
        <bdi className="min-w-0 max-w-48 truncate">{view.name}</bdi>
        <span className="font-semibold text-ink">
          {view.total === null ? '–' : countText(view.total, mostCounted)}
        </span>
      </button>
      {isShown && <ViewMenu view={view} isDefault={isDefault} onDefault={onDefault} />}
    </span>
  )
}

/** The default view, where the page is opened without any filter. */
function useFirst(view: View | undefined, isFiltered: boolean, show: (view: View) => void): void {
  const isOver = useRef(false)
  const open = useEffectEvent((first: View) => show(first))
  useEffect(() => {
    if (isFiltered) isOver.current = true
    if (isOver.current || view === undefined) return
    isOver.current = true
    open(view)
  }, [view, isFiltered])
}

function isSame(one: PacketFilter, other: PacketFilter): boolean {
  const [known, asked] = [one, other].map((filter) => JSON.stringify(Object.entries(filter).sort()))
  return known === asked
}

/** Shows a change of a view before it is stored. If the server refuses it, it is rolled back with a message. */
function useQuickChange(view: View) {
  const client = useQueryClient()
  const { queryKey } = viewsQuery
  const show = (changed: View | null) =>
    client.setQueryData(
      queryKey,
      (old) => old && { items: old.items.flatMap((each) => (each.id === view.id ? (changed ?? []) : each)) },
    )
  const readAgain = () => client.invalidateQueries({ queryKey })
  return async (
    changed: View | null,
    store: () => Promise<unknown>,
    told: string,
    undo: () => Promise<unknown>,
  ) => {
    // Cancel a read that is in flight: its answer may predate the change.
    await client.cancelQueries({ queryKey })
    const before = client.getQueryData(queryKey)
    show(changed)
    try {
      await store()
      tellWithUndo(told, () => undo().then(readAgain))
    } catch (error) {
      client.setQueryData(queryKey, before)
      tell(`Not done: ${explainError(error instanceof Error ? error : new Error(String(error)))}`)
    }
    await readAgain()
  }
}

interface SaveMenuProps {
  filter: PacketFilter
  /** The view that was shown before the filter was changed. */
  chosen: View | undefined
  onSaved: (id: string) => void
}

function SaveMenu({ filter, chosen, onSaved }: SaveMenuProps) {
  return (
    <Popover
      label="Save view"
      button={
        <>
          <BookmarkPlus aria-hidden size={14} />
          Save view
        </>
      }
      buttonClass={buttonClass('quiet', 'h-7 px-2')}
      command="Save the filters as a view"
    >
      {(close) => <SaveForm filter={filter} chosen={chosen} onSaved={onSaved} onDone={close} />}
    </Popover>
  )
}

function SaveForm({ filter, chosen, onSaved, onDone }: SaveMenuProps & { onDone: () => void }) {
  const client = useQueryClient()
  const adding = useMutation({
    mutationFn: (name: string) => call('POST /api/views', { body: { name, filter, ...byOperator() } }),
    onSuccess: async ({ id }) => {
      onSaved(id)
      await client.invalidateQueries({ queryKey: viewsQuery.queryKey })
      onDone()
    },
  })
  return (
    <>
      <NameForm
        label="Name, for all operators"
        action="Save"
        isBusy={adding.isPending}
        error={adding.error}
        onName={adding.mutate}
      />
      {chosen !== undefined && <UpdateButton view={chosen} filter={filter} onDone={onDone} />}
    </>
  )
}

interface UpdateButtonProps {
  view: View
  filter: PacketFilter
  onDone: () => void
}

function UpdateButton({ view, filter, onDone }: UpdateButtonProps) {
  const quickly = useQuickChange(view)
  const update = () => {
    onDone()
    const changed = { ...view, filter, total: null, alert: restarted(view.alert) }
    const back = () => save(view, { filter: view.filter })
    void quickly(changed, () => save(view, { filter }), `The view ${view.name} has other filters`, back)
  }
  return (
    <Button className="mt-2 max-w-full" onClick={update}>
      <span className="truncate">Update “{view.name}”</span>
    </Button>
  )
}

function save({ id }: View, change: ViewChange) {
  return call('POST /api/views/{id}/actions/save', { params: { id }, body: { ...change, ...byOperator() } })
}

/** An alert starts over when the filter or the number of packets is changed. */
function restarted(alert: NewView['alert'] | null): View['alert'] {
  return alert ? { atLeast: alert.atLeast, since: null } : null
}

interface ViewMenuProps {
  view: View
  isDefault: boolean
  onDefault: (isDefault: boolean) => void
}

function ViewMenu({ view, isDefault, onDefault }: ViewMenuProps) {
  return (
    <Popover
      label={`View ${view.name}`}
      button={<Ellipsis aria-hidden size={14} />}
      buttonLabel={`Change the view ${view.name}`}
      command={`Change or delete the view ${view.name}`}
      buttonClass="grid h-7 w-7 shrink-0 place-items-center rounded-r-md border border-l-0 border-accent bg-accent-wash text-soft hover:text-ink"
    >
      {(close) => <ViewForm view={view} isDefault={isDefault} onDefault={onDefault} onDone={close} />}
    </Popover>
  )
}

function ViewForm({ view, isDefault, onDefault, onDone }: ViewMenuProps & { onDone: () => void }) {
  const quickly = useQuickChange(view)
  const setAlert = (alert: NonNullable<NewView['alert']> | null) => {
    onDone()
    const told =
      alert === null
        ? `The view ${view.name} alerts no more`
        : `The view ${view.name} alerts at ${counted(alert.atLeast, 'packet', 'packets')}`
    const back = () => save(view, { alert: view.alert && { atLeast: view.alert.atLeast } })
    void quickly({ ...view, alert: restarted(alert) }, () => save(view, { alert }), told, back)
  }
  const rename = (name: string) => {
    onDone()
    const back = () => save(view, { name: view.name })
    void quickly({ ...view, name }, () => save(view, { name }), `The view is called ${name}`, back)
  }
  const remove = () => {
    onDone()
    const { id, name, filter, alert } = view
    const body = { name, filter, alert: alert && { atLeast: alert.atLeast }, ...byOperator() }
    const store = () => call('POST /api/views/{id}/actions/delete', { params: { id }, body: byOperator() })
    void quickly(null, store, `The view ${name} is deleted`, () => call('POST /api/views', { body }))
  }
  return (
    <div className="grid gap-3">
      <NameForm
        label="Name, for all operators"
        action="Rename"
        value={view.name}
        isBusy={false}
        error={null}
        onName={rename}
      />
      <label className="flex items-center gap-2">
        <input type="checkbox" checked={isDefault} onChange={(event) => onDefault(event.target.checked)} />
        Open the list with this view in this browser
      </label>
      <AlertForm alert={view.alert} onAlert={setAlert} />
      <Button look="danger" className="justify-self-start" onClick={remove}>
        Delete for all operators
      </Button>
    </div>
  )
}

interface NameFormProps {
  label: string
  action: string
  value?: string
  isBusy: boolean
  error: Error | null
  onName: (name: string) => void
}

function NameForm({ label, action, value = '', isBusy, error, onName }: NameFormProps) {
  const id = useId()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const name = new FormData(event.currentTarget).get('name')
    if (typeof name === 'string' && name.trim() !== '') onName(name)
  }
  return (
    <form onSubmit={submit}>
      <Labelled id={id} label={label}>
        <span className="flex gap-2">
          <input
            id={id}
            name="name"
            defaultValue={value}
            maxLength={60}
            required
            dir="auto"
            autoComplete="off"
            className={inputClass}
          />
          <Button type="submit" look="primary" disabled={isBusy}>
            {action}
          </Button>
        </span>
      </Labelled>
      <Failure error={error} />
    </form>
  )
}

function Failure({ error }: { error: Error | null }) {
  if (error === null) return null
  return (
    <p role="alert" className="mt-2 text-xs text-bad">
      {explainError(error)}
    </p>
  )
}
