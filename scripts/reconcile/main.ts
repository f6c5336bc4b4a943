// `npm run reconcile`: tells what a store that was set back has missed, and with --apply mends it.
import { openStore, StoreError, storeErrorOf } from '@/lib/store/store'
import { describeFailure, Problem } from '../console/problem'
import { loadDotenv } from '../stack/dotenv'
import { connectTemporal, databaseUrlOf } from '../stack/servers'
import { readSettings } from '../stack/settings'
import { type Differences, type Finding, findings, reconcile } from './reconcile'

const LIMIT_MS = 60_000
const MOST_SHOWN = 20

function readOptions(args: readonly string[]): { apply: boolean } {
  const [first, ...others] = args
  if (first === undefined) return { apply: false }
  if (first === '--apply' && others.length === 0) return { apply: true }
  throw new Problem(
    '"npm run reconcile" tells what differs, and "npm run reconcile -- --apply" mends it; it takes nothing else.',
  )
}

function linesOf(differences: Differences, apply: boolean): string[] {
  if (differences === null) return ['The store is what Temporal knows of it; there is nothing to mend.']
  const lines = Object.entries(findings).flatMap(([finding, words]) => {
    const ids = differences[finding as Finding]
    const more = ids.length > MOST_SHOWN ? `, and ${ids.length - MOST_SHOWN} more` : ''
    return ids.length === 0
      ? []
      : [`${words}: ${ids.length}`, `  ${ids.slice(0, MOST_SHOWN).join(', ')}${more}`]
  })
  const done = 'Mended: workers go on by themselves.'
  const todo = 'Nothing was changed. To mend it: npm run reconcile -- --apply'
  return [...lines, apply ? done : todo]
}

async function main(): Promise<void> {
  const { apply } = readOptions(process.argv.slice(2))
  loadDotenv()
  const settings = readSettings(process.env)
  const store = openStore({ url: await databaseUrlOf(settings), name: 'reconcile', limitMs: LIMIT_MS })
  const client = await connectTemporal(settings)
  try {
    for (const line of linesOf(await reconcile({ db: store.db, client, apply }), apply)) console.log(line)
  } catch (error) {
    const told = storeErrorOf(error)
    throw told instanceof StoreError
      ? new Problem(`${told.message}. See that PostgreSQL runs: with npm start, or at DATABASE_URL.`)
      : told
  } finally {
    await store.close()
    await client.connection.close()
  }
}

await main().catch((error: unknown) => {
  console.error(describeFailure(error))
  process.exitCode = 1
})
