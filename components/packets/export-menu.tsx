'use client'
import { Download } from 'lucide-react'
import { buttonClass } from '@/components/ui/button'
import { useCommands } from '@/components/ui/commands'
import { Popover } from '@/components/ui/popover'
import { withParams } from '@/lib/client/api'
import type { PacketFilter } from '@/lib/contract/packet-list'
import { apiPath, builtPublicPath } from '@/lib/contract/paths'

/** Downloads all packets that match the list's filter. */
export function ExportMenu({ filter }: { filter: PacketFilter }) {
  const files = [
    { path: apiPath('/api/packets.csv'), word: 'CSV', about: 'for spreadsheets' },
    {
      path: apiPath('/api/packets.ndjson'),
      word: 'NDJSON',
      about: 'one packet per line, with all its data',
    },
  ].map(({ path, ...file }) => ({ ...file, href: `${builtPublicPath}${withParams(path, filter)}` }))
  useCommands(
    files.map(({ href, word }) => ({
      name: `Export the list as ${word}`,
      group: 'list',
      run: () => window.location.assign(href),
    })),
  )
  return (
    <Popover
      button={
        <>
          <Download aria-hidden size={14} />
          Export
        </>
      }
      buttonClass={buttonClass('plain')}
      label="Export"
      align="end"
    >
      {() => (
        <>
          <p className="mb-2 text-xs text-soft">All packets that match, including those not loaded yet.</p>
          {files.map(({ href, word, about }) => (
            <a key={word} href={href} download className="block rounded-md px-2 py-1.5 hover:bg-hover">
              <span className="font-semibold">{word}</span> <span className="text-xs text-soft">{about}</span>
            </a>
          ))}
        </>
      )}
    </Popover>
  )
}
