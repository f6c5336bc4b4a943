/** What the parts' panels are made of. */
import { Glyph } from '@/components/route/glyph'
import { unknownLook } from '@/components/route/looks'
import { Told } from '@/components/ui/told'

/** In place of what a part would tell. */
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

/** A text in which each character counts. */
export function Exact({ children }: { children: string }) {
  return (
    <code translate="no" className="font-mono text-xs break-all">
      {children}
    </code>
  )
}
