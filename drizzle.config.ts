import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'postgresql',
  schema: [
    './server/store/tables.ts',
    './server/store/audit-tables.ts',
    './server/store/model-tables.ts',
    './server/store/proposal-tables.ts',
    './server/store/oauth-tables.ts',
  ],
  out: './drizzle',
})
