// What the runners see, and the commands that tests start: the machine's environment without settings of a running Waybill.
import { listedVariables } from '../stack/dotenv'

/** Tests start their own Temporal on their own ports; a server in use must not hear of them. */
export function testEnvironment(
  env: NodeJS.ProcessEnv,
  found: { cliPath: string; browserPath: string },
): NodeJS.ProcessEnv {
  const settings = new Set(listedVariables())
  const kept = { ...env }
  for (const name of Object.keys(kept)) {
    if (settings.has(name) || name.startsWith('TEMPORAL_')) delete kept[name]
  }
  return { ...kept, TEMPORAL_CLI_PATH: found.cliPath, CHROMIUM_PATH: found.browserPath }
}

/**
 * For a command that a test starts as a person would: it reads `.env`, which fills in what is absent. What the test does
 * not set is therefore there but empty, which no file replaces and which counts as unset.
 */
export function commandEnvironment(
  own: Record<string, string>,
  env: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  const unset = Object.fromEntries(listedVariables().map((name) => [name, '']))
  return { ...env, ...unset, ...own }
}
