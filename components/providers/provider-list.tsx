import Link from 'next/link'
import { Placeholder } from '@/components/ui/placeholder'
import { pagePaths } from '@/lib/contract/paths'
import type { Provider } from '@/lib/contract/provider-list'
import { formatDuration } from '@/lib/packet/duration'
import { ProviderActions } from './provider-actions'
import { ProviderState } from './provider-state'
import { ShareBar } from './share-bar'

const numbers = new Intl.NumberFormat('en')
const percents = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 })

const grid =
  'grid items-center gap-x-4 px-3 grid-cols-[1fr_auto] lg:grid-cols-[24px_minmax(110px,1.2fr)_minmax(100px,1fr)_56px_minmax(120px,1.5fr)_64px_48px_264px] xl:grid-cols-[24px_minmax(140px,1.2fr)_minmax(120px,1fr)_72px_72px_minmax(160px,1.5fr)_72px_64px_264px]'

export function ProviderList({ providers }: { providers: readonly Provider[] }) {
  if (providers.length === 0) {
    return (
      <Placeholder title="No providers">
        <p>Add one to providers.json and start again.</p>
      </Placeholder>
    )
  }
  return (
    <table className="block rounded-lg border border-line bg-panel" aria-label="Providers">
      <thead className="block max-lg:sr-only">
        <tr className={`${grid} h-9 border-b border-line text-xs text-soft`}>
          {heads.map(({ name, className }) => (
            <th key={name} scope="col" className={`font-normal ${className}`}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="block">
        {providers.map((provider) => (
          <ProviderRow key={provider.name} provider={provider} />
        ))}
      </tbody>
    </table>
  )
}

const heads = [
  { name: '#', className: 'text-left' },
  { name: 'Provider', className: 'text-left' },
  { name: 'Host', className: 'text-left' },
  { name: 'Time-out', className: 'text-right max-xl:hidden' },
  { name: 'In flight', className: 'text-right' },
  { name: 'Share delivered', className: 'text-left' },
  { name: 'Delivered', className: 'text-right' },
  { name: 'Failed', className: 'text-right' },
  { name: 'Actions', className: 'text-right sr-only' },
] as const

function ProviderRow({ provider }: { provider: Provider }) {
  return (
    <tr className={`${grid} min-h-10 border-b border-line py-1.5 last:border-0`}>
      <td className="text-faint max-lg:hidden">{provider.position}</td>
      <th scope="row" className="min-w-0 text-left font-semibold">
        <Link
          href={`${pagePaths.packets}?${new URLSearchParams({ provider: provider.name })}`}
          className="break-words underline-offset-4 hover:text-accent hover:underline"
        >
          <bdi>{provider.name}</bdi>
        </Link>
      </th>
      <td className="min-w-0 truncate font-mono text-xs text-soft max-lg:text-right" title={provider.host}>
        {provider.host}
      </td>
      <td className="text-right text-soft max-xl:hidden">{formatDuration(provider.receiptTimeoutMs)}</td>
      <td className="text-right max-lg:hidden">{numbers.format(provider.inFlight)}</td>
      <td className="flex items-center gap-3 max-lg:col-span-2 max-lg:mt-1">
        <ShareBar delivered={provider.delivered} failed={provider.failed} />
        <span className="w-14 shrink-0 text-right">
          {provider.shareDelivered === null ? 'not tried' : percents.format(provider.shareDelivered)}
        </span>
      </td>
      <td className="text-xs text-soft max-lg:col-span-2 lg:hidden">{countsInWords(provider)}</td>
      <td className="text-right max-lg:hidden">{numbers.format(provider.delivered)}</td>
      <td className="text-right max-lg:hidden">{numbers.format(provider.failed)}</td>
      <td className="max-lg:col-span-2">
        <ProviderActions provider={provider} />
      </td>
      <td className="col-span-full empty:hidden lg:pl-10">
        <ProviderState state={provider.state} />
      </td>
    </tr>
  )
}

/** For a phone, where there is no room for a column each. */
function countsInWords(provider: Provider): string {
  const { inFlight, delivered, failed } = provider
  const counts = `${numbers.format(inFlight)} in flight, ${numbers.format(delivered)} delivered`
  return `${counts}, ${numbers.format(failed)} failed`
}
