// Test files share processes, so that imports are loaded once. After each file, this removes what it left behind.
import { afterAll, vi } from 'vitest'

const given = { ...process.env }

afterAll(() => {
  vi.useRealTimers()
  vi.unstubAllEnvs()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
  for (const name of Object.keys(process.env)) if (!(name in given)) delete process.env[name]
  Object.assign(process.env, given)
  globalThis.waybillState?.clear()
})
