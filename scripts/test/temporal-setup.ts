// Runs once before tests that need a Temporal server: tells them where the CLI is. It starts nothing itself.
import { findTemporalCli } from '../stack/temporal-cli'

export async function setup(): Promise<void> {
  process.env.TEMPORAL_CLI_PATH = await findTemporalCli({ report: (line) => console.log(line) })
}
