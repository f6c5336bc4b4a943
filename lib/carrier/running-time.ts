import type { Timer } from '@/lib/contract/time-limit'

const parts = 10

/**
 * A timer that counts the time in which this process runs. On a busy machine a process stands still for moments, and
 * answers that arrive meanwhile lie unread: the other side must not pay for that. A standstill counts as a tenth of the
 * time at most.
 */
export const inRunningTime: Timer = (ms, then) => {
  let left = parts
  let cancel = () => {}
  const wait = () => {
    const timer = setTimeout(pass, ms / parts)
    cancel = () => clearTimeout(timer)
  }
  const pass = () => {
    left -= 1
    if (left > 0) return wait()
    // Timers are called before what has arrived is read, and this after it.
    const immediate = setImmediate(then)
    cancel = () => clearImmediate(immediate)
  }
  wait()
  return () => cancel()
}
