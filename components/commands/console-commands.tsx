'use client'
/** The commands that are available on every page, by palette and keys. */
import { usePathname, useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { chooseTheme } from '@/components/shell/chosen-theme'
import { places, reference, themeOptions } from '@/components/shell/controls'
import { type Command, useCommands } from '@/components/ui/commands'
import { copyText } from '@/components/ui/toast'
import { pagePaths } from '@/lib/contract/paths'
import { useKeyboard } from './keyboard'
import { paletteKey } from './open-palette'
import { showSheet } from './sheet'
import { Sheets } from './sheets'

/** The second key after `g`. */
const pageKeys: Readonly<Record<string, string>> = {
  [pagePaths.overview]: 'o',
  [pagePaths.packets]: 'p',
  [pagePaths.board]: 'l',
  [pagePaths.submit]: 's',
  [pagePaths.batches]: 'b',
  [pagePaths.bulkActions]: 'm',
  [pagePaths.providers]: 'v',
  [pagePaths.queues]: 'q',
  [pagePaths.recurring]: 'c',
  [pagePaths.receipts]: 'r',
  [pagePaths.health]: 'h',
  [pagePaths.notifications]: 'n',
  [pagePaths.audit]: 'a',
  [pagePaths.reference]: 'i',
}

export function ConsoleCommands() {
  const router = useRouter()
  useKeyboard()
  useCommands([
    ...[...places, reference].map(({ path, name }): Command => {
      const key = pageKeys[path]
      return {
        name: `Go to ${name}`,
        group: 'go',
        ...(key !== undefined && { keys: `g ${key}` }),
        run: () => router.push(path),
      }
    }),
    {
      name: 'Find a packet, a page or an action',
      group: 'console',
      keys: paletteKey,
      byKeyOnly: true,
      run: () => showSheet('palette'),
    },
    { name: 'Show all keys', group: 'console', keys: '?', run: () => showSheet('keys') },
    {
      name: 'Copy the link to this page',
      group: 'page',
      run: () => void copyText(window.location.href, 'Link copied'),
    },
    ...themeOptions.map(
      ({ value, word }): Command => ({
        name: `Theme: ${word.toLowerCase()}`,
        group: 'console',
        run: () => chooseTheme(value),
      }),
    ),
  ])
  const here = usePathname()
  // biome-ignore lint/correctness/useExhaustiveDependencies: close the open sheet when another page opens
  useEffect(() => showSheet(null), [here])
  return <Sheets />
}
