// What the runners see: the machine's environment without settings of a running Waybill.

const NOT_FOR_TESTS = [
  'HOST',
  'PORT',
  'CARRIER_PORT',
  'DATA_DIR',
  'PROVIDERS_FILE',
  'CALLBACK_URL',
  'WEB_URL',
  'TOKEN_KEYS',
  'ERROR_CHANCE',
]

/** Tests start their own Temporal on their own ports; a server somebody works with must not hear of them. */
export function testEnvironment(
  env: NodeJS.ProcessEnv,
  found: { cliPath: string; browserPath: string },
): NodeJS.ProcessEnv {
  const kept = { ...env }
  for (const name of Object.keys(kept)) {
    if (NOT_FOR_TESTS.includes(name) || name.startsWith('TEMPORAL_')) delete kept[name]
  }
  return { ...kept, TEMPORAL_CLI_PATH: found.cliPath, CHROMIUM_PATH: found.browserPath }
}
