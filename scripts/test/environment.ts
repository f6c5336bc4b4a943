// The environment of test runners and of commands that tests start: the machine's, without settings of a Waybill in
// use.
import { listedVariables } from '../stack/dotenv'

/** Tests start their own Temporal on their own ports and must never contact a server in use. */
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
 * For a command that a test starts as a person would. The command reads `.env`, which fills in absent variables.
 * Variables that the test does not set are therefore empty: the file does not replace them, and they count as unset.
 */
export function commandEnvironment(
  own: Record<string, string>,
  env: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  const unset = Object.fromEntries(listedVariables().map((name) => [name, '']))
  return { ...env, ...unset, ...own }
}
