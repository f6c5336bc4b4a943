import { useEffect, useState } from 'react'

const settleMs = 300

/** What was typed last, once no more was typed for a moment. Values are the same when they are identical. */
export function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), settleMs)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}
