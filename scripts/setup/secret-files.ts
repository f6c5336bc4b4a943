/** `npm run secrets`: gives each process of a containerized installation the secrets that it needs, and no others. */
import { mkdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { readProviders } from '@/lib/carrier/provider-file'
import type { ProviderConfig } from '@/lib/contract/provider-config'
import { Problem } from '../console/problem'
import { ROOT } from '../stack/root'
import { newPassword, newSigningSecret, newTokenKey, readExisting, writePrivately } from './secrets'

export const roles = ['postgres', 'web', 'worker', 'simulator', 'consumer'] as const
export type Role = (typeof roles)[number]

/** Variables and values of every role's file. */
export type SecretFiles = Record<Role, Record<string, string>>

/** PostgreSQL, Temporal's schema tool and Temporal's server each have their own name for the same password. */
const passwordNames = ['POSTGRES_PASSWORD', 'SQL_PASSWORD', 'POSTGRES_PWD']

/** Names of the variables with the secrets that a role needs, and no others. */
export function namesFor(role: Role, providers: readonly ProviderConfig[]): string[] {
  const handOver = providers.map((provider) => provider.handOverSecretEnv)
  const receipt = providers.map((provider) => provider.receiptSecretEnv)
  switch (role) {
    case 'postgres':
      return [...passwordNames, 'WAYBILL_PASSWORD']
    case 'web':
      return ['TOKEN_KEYS', 'DATABASE_URL', ...receipt]
    case 'worker':
      return ['TOKEN_KEYS', 'DATABASE_URL', 'NOTIFY_SECRET', ...handOver]
    case 'simulator':
      return [...handOver, ...receipt]
    case 'consumer':
      return ['DATABASE_URL']
  }
}

/**
 * Adds missing secrets. Existing values stay and are copied to the other roles that need them. The only ones removed
 * are receipt secrets in the worker's file, for example after a variable has become a receipt secret: only web needs
 * them.
 * @throws Problem when two files disagree about a variable
 */
export function completed(existing: SecretFiles, providers: readonly ProviderConfig[]): SecretFiles {
  const known = valuesIn(existing)
  const secretFor = (name: string): string => {
    const value = known.get(name) ?? make(name)
    known.set(name, value)
    return value
  }
  const make = (name: string): string => {
    if (passwordNames.includes(name)) {
      return passwordNames.map((other) => known.get(other)).find((it) => it !== undefined) ?? newPassword()
    }
    switch (name) {
      case 'TOKEN_KEYS':
        return newTokenKey()
      case 'WAYBILL_PASSWORD':
        return ownPasswordIn(known.get('DATABASE_URL')) ?? newPassword()
      case 'DATABASE_URL':
        return `postgres://waybill:${secretFor('WAYBILL_PASSWORD')}@postgres:5432/waybill`
      default:
        return newSigningSecret()
    }
  }
  const complete = (role: Role): Record<string, string> => {
    const added = namesFor(role, providers).map((name) => [name, secretFor(name)])
    return { ...existing[role], ...Object.fromEntries(added) }
  }
  const web = complete('web')
  return {
    postgres: complete('postgres'),
    web,
    worker: withoutReceiptSecrets(complete('worker'), web, providers),
    simulator: complete('simulator'),
    consumer: complete('consumer'),
  }
}

function withoutReceiptSecrets(
  worker: Record<string, string>,
  web: Record<string, string>,
  providers: readonly ProviderConfig[],
): Record<string, string> {
  const names = providers.map((provider) => provider.receiptSecretEnv)
  const secrets = new Set(names.map((name) => web[name]))
  const needed = namesFor('worker', providers)
  const isForeign = ([name, value]: [string, string]) =>
    names.includes(name) || (secrets.has(value) && !needed.includes(name))
  return Object.fromEntries(Object.entries(worker).filter((each) => !isForeign(each)))
}

/** The password in the address; null when it is the address of another server. */
function ownPasswordIn(url = ''): string | null {
  return /^postgres:\/\/waybill:([\w-]+)@postgres:5432\/waybill$/.exec(url)?.[1] ?? null
}

function valuesIn(files: SecretFiles): Map<string, string> {
  const known = new Map<string, string>()
  for (const role of roles) {
    for (const [name, value] of Object.entries(files[role])) {
      if ((known.get(name) ?? value) !== value) {
        throw new Problem(`${name} differs between the files of the roles; make it the same in ${role}.env.`)
      }
      known.set(name, value)
    }
  }
  return known
}

const providersFile = join(ROOT, 'deploy', 'providers.json')
const folder = join(ROOT, 'deploy', 'secrets')
const heading = '# Made by `npm run secrets`. With these secrets receipts can be forged: never commit it.\n'

function fileOf(role: Role): string {
  return join(folder, `${role}.env`)
}

function readFiles(): SecretFiles {
  const read = (role: Role) => readExisting(fileOf(role))
  return {
    postgres: read('postgres'),
    web: read('web'),
    worker: read('worker'),
    simulator: read('simulator'),
    consumer: read('consumer'),
  }
}

/** Makes the missing secrets of the containers in docker-compose.yml. */
export async function makeSecrets(args: string[]): Promise<undefined> {
  if (args.length > 0) throw new Problem('"npm run secrets" takes no arguments.')
  await mkdir(folder, { recursive: true })
  const before = readFiles()
  const after = completed(before, readProviders(providersFile))
  for (const role of roles) {
    const lines = Object.entries(after[role]).map(([name, value]) => `${name}=${value}\n`)
    const changes = [
      [Object.keys(after[role]).filter((name) => !(name in before[role])).length, 'added'],
      [Object.keys(before[role]).filter((name) => !(name in after[role])).length, 'taken out'],
    ].filter(([count]) => count !== 0)
    if (changes.length > 0) await writePrivately(fileOf(role), `${heading}${lines.join('')}`)
    const told = changes.length === 0 ? 'complete already' : changes.map((each) => each.join(' ')).join(', ')
    console.log(`${relative(ROOT, fileOf(role))}: ${told}`)
  }
}
