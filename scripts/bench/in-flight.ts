// Many tasks, a fixed number of them at a time.

/** Runs `total` tasks, `width` at a time, and resolves when the last has ended; the first failure is thrown. */
export async function runInFlight(
  total: number,
  width: number,
  task: (index: number) => Promise<unknown>,
): Promise<void> {
  let next = 0
  const lane = async () => {
    while (next < total) await task(next++)
  }
  await Promise.all(Array.from({ length: Math.min(width, total) }, lane))
}

/** Keeps `width` tasks going for as long as `measure` takes, and waits for the last of them. */
export async function withInFlight<T>(
  width: number,
  task: () => Promise<unknown>,
  measure: () => Promise<T>,
): Promise<T> {
  let over = false
  const lane = async () => {
    while (!over) await task()
  }
  const load = Promise.all(Array.from({ length: width }, lane))
  // Awaited below; a failure must not count as unhandled while the measurement goes on.
  load.catch(() => {
    over = true
  })
  try {
    return await measure()
  } finally {
    over = true
    await load
  }
}
