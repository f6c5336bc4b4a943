import { ExternalLink } from 'lucide-react'

/** To the page where the simulated carriers are told how to behave. */
export function SimulatorLink({ url }: { url: string }) {
  return (
    <p className="mt-4 text-soft">
      These carriers are simulated.{' '}
      <a href={url} className="inline-flex items-center gap-1 text-accent underline-offset-4 hover:underline">
        Change how they behave
        <ExternalLink aria-hidden="true" size={12} />
      </a>
    </p>
  )
}
