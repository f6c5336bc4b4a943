import { useEffect, useState } from 'react'

const settleMs = 300

/** The latest value that has not changed for a moment. Values are compared by identity. */
export function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), settleMs)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}
