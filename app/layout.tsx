import './globals.css'
import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import { NuqsAdapter } from 'nuqs/adapters/next/app'
import type { ReactNode } from 'react'
import { QueryProvider } from '@/components/shell/query-provider'
import { Shell } from '@/components/shell/shell'
import { parseTheme, themeCookie } from '@/components/shell/theme'
import { TranslationGuard } from '@/components/shell/translation-guard'
import { ClockProvider } from '@/components/time/clock'
import { buildId } from '@/lib/server/first-paint'

export const metadata: Metadata = {
  title: { template: '%s · Waybill', default: 'Waybill' },
  description: 'Packets on their way through unreliable providers: what happened to each, and why.',
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f6f6f3' },
    { media: '(prefers-color-scheme: dark)', color: '#101317' },
  ],
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = parseTheme((await cookies()).get(themeCookie)?.value)
  return (
    <html lang="en" data-build={buildId()} {...(theme !== 'system' && { 'data-theme': theme })}>
      <body>
        <TranslationGuard />
        <ClockProvider renderedAt={Date.now()}>
          <QueryProvider>
            <NuqsAdapter>
              <Shell theme={theme}>{children}</Shell>
            </NuqsAdapter>
          </QueryProvider>
        </ClockProvider>
      </body>
    </html>
  )
}
