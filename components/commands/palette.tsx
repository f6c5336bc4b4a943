'use client'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Command as Cmdk } from 'cmdk'
import { useRouter } from 'next/navigation'
import * as Dialog from 'radix-ui/dialog'
import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
} from 'react'
import { StatusBadge } from '@/components/packets/badges'
import { FilterLine } from '@/components/packets/filter-chips'
import { filterOf, nameIn, useFinder } from '@/components/packets/finder'
import { type Command, type CommandGroup, commandGroups, currentCommands } from '@/components/ui/commands'
import { counted, shortenMiddle } from '@/components/ui/format'
import { useSettled } from '@/components/ui/settled'
import { withParams } from '@/lib/client/api'
import { explainError } from '@/lib/client/client-error'
import { fewPacketsQuery } from '@/lib/client/queries'
import type { PacketFilter } from '@/lib/contract/packet-list'
import { pagePaths } from '@/lib/contract/paths'
import type { Packet } from '@/lib/packet/packet'
import { trimmed } from '@/lib/packet/text'
import { KeyCaps } from './key-caps'
import { isMac } from './keyboard'
import { keyOf } from './keys'
import { paletteKey } from './open-palette'
import { paletteBox, paletteInput, paletteLabel } from './palette-frame'
import { showSheet } from './sheet'

const groupNames: Record<CommandGroup, string> = {
  page: 'On this page',
  list: 'In the list',
  go: 'Pages',
  console: 'Console',
}

const close = () => showSheet(null)

interface PaletteProps {
  /** The text that was typed before the palette was loaded. */
  typed: string
  /** Restores the focus. */
  onClosed: () => void
}

/** Finds packets, pages and commands by a few letters. */
export function Palette({ typed, onClosed }: PaletteProps) {
  const chosen = useRef<Command>(null)
  const input = useRef<HTMLInputElement>(null)
  const goOnTyping = (event: Event) => {
    event.preventDefault()
    input.current?.focus()
    input.current?.setSelectionRange(typed.length, typed.length)
  }
  const leave = (event: Event) => {
    event.preventDefault()
    onClosed()
    chosen.current?.run()
  }
  const choose = (command: Command) => {
    chosen.current = command
    close()
  }
  const closeByItsKey = (event: KeyboardEvent) => {
    if (keyOf(event.nativeEvent, isMac()) !== paletteKey) return
    event.preventDefault()
    close()
  }
  return (
    <Dialog.Root open onOpenChange={close}>
      <Dialog.Portal>
        <Dialog.Overlay data-dims className="fixed inset-0 z-40 bg-[oklch(0_0_0/0.45)]" />
        <Dialog.Content
          aria-describedby={undefined}
          onKeyDown={closeByItsKey}
          onOpenAutoFocus={goOnTyping}
          onCloseAutoFocus={leave}
          className={paletteBox}
        >
          <Dialog.Title className="sr-only">{paletteLabel}</Dialog.Title>
          <Choices input={input} typed={typed} onChoose={choose} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

interface ChoicesProps {
  input: RefObject<HTMLInputElement | null>
  typed: string
  /** The command runs after the palette has closed, so that it can take the focus. */
  onChoose: (command: Command) => void
}

function Choices({ input, typed, onChoose }: ChoicesProps) {
  const router = useRouter()
  const [text, setText] = useState(typed)
  // Commands are read once when the palette opens, so that none moves while the operator chooses.
  const [commands] = useState(offered)
  const [value, setValue] = useState('')
  const asked = trimmed(text)
  const packets = useFoundPackets(asked)
  // A found packet replaces the selected search entry, but no other selection.
  const [first] = packets.shown
  if (first !== undefined && value === searchValue) setValue(itemOf(first))
  const open = (path: string) => {
    close()
    router.push(path)
  }
  return (
    <Cmdk label={paletteLabel} value={value} onValueChange={setValue} loop vimBindings={false}>
      <Cmdk.Input ref={input} value={text} onValueChange={setText} {...paletteInput} />
      <Cmdk.List className="max-h-[min(420px,60dvh)] scroll-py-2 overflow-y-auto p-2">
        {packets.shown.length > 0 && (
          <Group name="Packets" forceMount>
            {packets.shown.map((packet) => (
              <FoundPacket key={packet.id} packet={packet} onOpen={open} />
            ))}
          </Group>
        )}
        {commandGroups.map((group) => (
          <Group key={group} name={groupNames[group]}>
            {commands
              .filter((command) => command.group === group)
              .map((command) => (
                <CommandItem key={command.name} command={command} onChoose={onChoose} />
              ))}
          </Group>
        ))}
        {asked !== '' && (
          <Group name="Search" forceMount>
            <Item
              value={searchValue}
              forceMount
              onSelect={() => open(withParams(pagePaths.packets, packets.filter))}
            >
              <span className="flex min-w-0 items-center gap-1.5 truncate">
                Show all packets: <FilterLine filter={packets.filter} none="" />
              </span>
            </Item>
          </Group>
        )}
      </Cmdk.List>
      <p role="status" className="border-t border-line px-4 py-2 text-xs text-soft">
        {packets.told}
      </p>
    </Cmdk>
  )
}

/** The values by which cmdk identifies the items. */
const searchValue = 'search'

function itemOf({ id }: Packet): string {
  return `packet ${id}`
}

/** The offered commands, one per name. */
function offered(): Command[] {
  const commands = currentCommands().filter(({ byKeyOnly }) => byKeyOnly !== true)
  return [...new Map(commands.map((command) => [command.name, command])).values()]
}

interface GroupProps {
  name: string
  forceMount?: boolean
  children: ReactNode
}

function Group({ name, forceMount = false, children }: GroupProps) {
  return (
    <Cmdk.Group
      heading={name}
      forceMount={forceMount}
      className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-faint"
    >
      {children}
    </Cmdk.Group>
  )
}

interface ItemProps {
  value: string
  forceMount?: boolean
  onSelect: () => void
  children: ReactNode
}

function Item(props: ItemProps) {
  return (
    <Cmdk.Item
      {...props}
      className="flex min-h-9 cursor-pointer items-center gap-3 rounded-md px-2 aria-selected:bg-hover"
    />
  )
}

interface CommandItemProps {
  command: Command
  onChoose: (command: Command) => void
}

function CommandItem({ command, onChoose }: CommandItemProps) {
  return (
    <Item value={command.name} onSelect={() => onChoose(command)}>
      <bdi className="min-w-0 flex-1">{command.name}</bdi>
      {command.keys !== undefined && (
        // Hidden from screen readers: the help sheet lists the keys.
        <span aria-hidden className="flex shrink-0 gap-1 max-sm:hidden">
          <KeyCaps keys={command.keys} />
        </span>
      )}
    </Item>
  )
}

interface FoundPacketProps {
  packet: Packet
  onOpen: (path: string) => void
}

function FoundPacket({ packet, onOpen }: FoundPacketProps) {
  const { id, source, destination } = packet
  return (
    <Item value={itemOf(packet)} forceMount onSelect={() => onOpen(pagePaths.packet(id))}>
      <span className="w-32 shrink-0 max-sm:w-28">
        <StatusBadge packet={packet} />
      </span>
      <span translate="no" className="min-w-0 flex-1 truncate font-mono text-xs" title={id}>
        {shortenMiddle(id, 28)}
      </span>
      <span translate="no" className="min-w-0 truncate text-xs text-soft max-sm:hidden">
        <bdi>{source}</bdi> → <bdi>{destination}</bdi>
      </span>
    </Item>
  )
}

interface FoundPackets {
  shown: readonly Packet[]
  told: string
  /** The filter that the text was understood as. */
  filter: PacketFilter
}

/** Packets that the text could mean; the server is asked when typing pauses. */
function useFoundPackets(text: string): FoundPackets {
  const { prepare, isReady, meaning } = useFinder()
  const onOpen = useEffectEvent(prepare)
  useEffect(() => onOpen(), [])
  const settled = useSettled(text)
  const wanted = meaning(settled)
  const name = nameIn(wanted)
  const isAsked = settled !== '' && isReady
  const named = useQuery({
    ...fewPacketsQuery({ id: name ?? '' }),
    enabled: isAsked && name !== null,
    refetchInterval: false,
  })
  const few = useQuery({
    ...fewPacketsQuery(filterOf(wanted)),
    enabled: isAsked,
    refetchInterval: false,
    placeholderData: keepPreviousData,
  })
  const filter = filterOf(meaning(text))
  const error = few.error ?? named.error
  if (text === '') return { shown: [], told: 'Type an id, an address, or what you want to do.', filter }
  if (error !== null)
    return { shown: [], told: `Packets could not be searched. ${explainError(error)}`, filter }
  const isNamed = named.data !== undefined && named.data.items.length > 0
  const shown = (isNamed ? named.data : few.data)?.items ?? []
  const isSearching = few.data === undefined || few.isPlaceholderData || named.isFetching || settled !== text
  if (isSearching) return { shown, told: 'Searching packets', filter }
  const told = shown.length === 0 ? 'No packet found' : counted(shown.length, 'packet', 'packets')
  return { shown, told, filter }
}
