// `npm run secrets`: makes the secrets that the containers of docker-compose.yml are given, once.
import { mkdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { readProviders } from '@/lib/carrier/provider-file'
import { describeFailure, Problem } from '../console/problem'
import { readExisting, writePrivately } from '../setup/secrets'
import { ROOT } from '../stack/root'
import { completed, type Role, roles, type SecretFiles } from './secret-files'

const providersFile = join(ROOT, 'deploy', 'providers.json')
const folder = join(ROOT, 'deploy', 'secrets')
const heading = '# Made by `npm run secrets`. Whoever reads this can forge receipts: never commit it.\n'

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
  }
}

async function main(): Promise<void> {
  if (process.argv.length > 2) throw new Problem('"npm run secrets" takes no arguments.')
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

await main().catch((error: unknown) => {
  console.error(describeFailure(error))
  process.exitCode = 1
})
