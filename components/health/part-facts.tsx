/** Building blocks of the panels for the parts. */
import { Glyph } from '@/components/route/glyph'
import { unknownLook } from '@/components/route/looks'
import { Told } from '@/components/ui/told'

/** Stands in for the facts of a part that could not be asked. */
export function Unknown({ why }: { why: string }) {
  return (
    <p className="flex items-start gap-2 text-soft">
      <Glyph look={unknownLook} className="mt-0.5" />
      <span className="min-w-0 wrap-anywhere">
        Not known: <Told>{why}</Told>
      </span>
    </p>
  )
}

/** Text to be read character by character, such as an id, in monospace and never translated. */
export function Exact({ children }: { children: string }) {
  return (
    <code translate="no" className="font-mono text-xs break-all">
      {children}
    </code>
  )
}
