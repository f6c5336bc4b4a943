import { Download } from 'lucide-react'
import type { ReactNode } from 'react'

export function DownloadLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a
      href={href}
      download
      className="inline-flex items-center gap-1.5 text-accent underline-offset-4 hover:underline print:hidden"
    >
      <Download aria-hidden size={14} />
      {children}
    </a>
  )
}
