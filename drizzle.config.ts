// `npx drizzle-kit generate` writes the next migration from the schema; tests fail where it was forgotten.
import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'postgresql',
  casing: 'snake_case',
  schema: './lib/store/schema.ts',
  out: './lib/store/migrations',
})
