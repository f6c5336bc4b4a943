import { useQuery } from '@tanstack/react-query'
import type { ComponentProps } from 'react'
import { Choice } from '@/components/ui/field'
import { providersQuery } from '@/lib/client/queries'

interface ProviderChoiceProps extends Omit<ComponentProps<typeof Choice>, 'label' | 'options'> {
  /** The provider in the address. It is listed even if it is no longer configured. */
  current: string | null
}

export function ProviderChoice({ current, ...select }: ProviderChoiceProps) {
  const { data } = useQuery({ ...providersQuery, refetchInterval: false })
  const configured = data?.items.map(({ name }) => name) ?? []
  const names = current === null || configured.includes(current) ? configured : [...configured, current]
  const options = names.map((name) => [name, name] as const)
  return <Choice {...select} label="Provider" options={options} />
}
