/** Reads from the standard variables where Temporal is and how to connect, in the same way for every process. */
import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import { type ClientConnectConfig, loadClientConnectConfig } from '@temporalio/envconfig'
import { z } from 'zod'
import { EnvError, parseEnv, temporalAddress, text } from '@/lib/contract/env'

export interface TemporalSettings {
  connectionOptions: ClientConnectConfig['connectionOptions'] & { address: string }
  namespace: string
}

const schema = z.object({
  TEMPORAL_ADDRESS: temporalAddress.optional(),
  TEMPORAL_NAMESPACE: text(255).optional(),
  TEMPORAL_API_KEY: z
    .string()
    .regex(/^[\x21-\x7e]+$/, 'it must be one word of plain ASCII.')
    .optional(),
  /** The library silently reads any other value as false. */
  TEMPORAL_TLS: z.enum(['true', 'false', '1', '0'], 'it must be true or false.').optional(),
})

const examples = {
  TEMPORAL_ADDRESS: '127.0.0.1:7233',
  TEMPORAL_NAMESPACE: 'default',
  TEMPORAL_TLS: 'true',
}

const certificateFiles = [
  'TEMPORAL_TLS_CLIENT_CERT_PATH',
  'TEMPORAL_TLS_CLIENT_KEY_PATH',
  'TEMPORAL_TLS_SERVER_CA_CERT_PATH',
]

/** Used without TEMPORAL_ADDRESS. It is an IP address because not every machine resolves a name such as localhost. */
const defaultAddress = '127.0.0.1:7233'

/**
 * For the client's connections: its library would send even local traffic to a proxy named in the environment, which
 * cannot reach this machine.
 */
export function channelArgs(address: string): Record<string, number> {
  return /^(localhost|127\.[\d.]+|\[::1\]):/.test(address) ? { 'grpc.enable_http_proxy': 0 } : {}
}

/** @throws EnvError that names the variable, the problem and an example; empty variables count as unset */
export function readTemporal(env: Readonly<Record<string, string | undefined>>): TemporalSettings {
  parseEnv(schema, env, examples)
  const { connectionOptions, namespace } = load(env)
  const { address = defaultAddress } = connectionOptions
  // The address may also come from the configuration file.
  parseEnv(schema.pick({ TEMPORAL_ADDRESS: true }), { TEMPORAL_ADDRESS: address }, examples)
  checkCertificate(connectionOptions.tls)
  return { connectionOptions: { ...connectionOptions, address }, namespace: namespace ?? 'default' }
}

function load(env: Readonly<Record<string, string | undefined>>): ClientConnectConfig {
  const set = Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  )
  for (const variable of certificateFiles)
    if (set[variable] !== undefined) checkReadable(variable, set[variable])
  try {
    return loadClientConnectConfig({ overrideEnvVars: set })
  } catch (error) {
    throw new EnvError(
      `TEMPORAL_PROFILE and TEMPORAL_CONFIG_FILE: ${firstLine(error)}. Example: TEMPORAL_PROFILE=default`,
    )
  }
}

function checkReadable(variable: string, path: string): void {
  try {
    readFileSync(path)
  } catch (error) {
    throw new EnvError(
      `${variable}: ${path} cannot be read (${firstLine(error)}). Name a file that this user may read.`,
    )
  }
}

/** Checks the certificate at start rather than at every attempt to connect. */
function checkCertificate(tls: ClientConnectConfig['connectionOptions']['tls']): void {
  if (typeof tls !== 'object' || tls === null || !tls.clientCertPair) return
  try {
    createSecureContext({
      cert: Buffer.from(tls.clientCertPair.crt),
      key: Buffer.from(tls.clientCertPair.key),
    })
  } catch (error) {
    throw new EnvError(
      `TEMPORAL_TLS_CLIENT_CERT_PATH and TEMPORAL_TLS_CLIENT_KEY_PATH: they are not a certificate and its key (${firstLine(error)}). Both must be in PEM.`,
    )
  }
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return (text.split('\n')[0] ?? '').replace(/\.$/, '')
}
