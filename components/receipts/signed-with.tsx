import type { ReactNode } from 'react'
import type { KeyAge } from '@/lib/contract/workflows'

const ages: Record<KeyAge, string> = {
  only: '',
  newest: ', the newest of two secrets',
  older: ', the older of two secrets: the carrier has not changed over yet',
}

/** Whose key it was, by its fingerprint; every receipt that is shown anywhere has passed the check. */
export function signedWith(key: string, age: KeyAge): ReactNode {
  return (
    <>
      passed, key <code className="font-mono text-xs">{key}</code>
      {ages[age]}
    </>
  )
}
