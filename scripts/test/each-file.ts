// Files of tests share processes, so that what they import is loaded once. What a file leaves behind is taken away here.
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
