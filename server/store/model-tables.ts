/** What language models were used for; `npm run generate` makes the store migrations in drizzle/ from this file too. */
import { bigint, date, integer, jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import type { ModelTurn } from '../domain.ts'
import { proposals } from './proposal-tables.ts'
import { prompts, users } from './tables.ts'

const sentParts = () => ({
  at: timestamp('at', { withTimezone: true, precision: 3, mode: 'date' }).notNull(),
  model: text().notNull(),
  system: text().notNull(),
  turns: jsonb().$type<ModelTurn[]>().notNull(),
  tools: jsonb().$type<string[]>().notNull(),
})

const count = (name: string) => bigint(name, { mode: 'number' }).notNull().default(0)

/** Sums by day (UTC), person and model: what budgets and costs are reckoned from. */
export const modelUsage = pgTable(
  'model_usage',
  {
    day: date('day', { mode: 'string' }).notNull(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    model: text().notNull(),
    requests: count('requests'),
    failures: count('failures'),
    inputTokens: count('input_tokens'),
    cachedInputTokens: count('cached_input_tokens'),
    outputTokens: count('output_tokens'),
  },
  table => [primaryKey({ columns: [table.day, table.userId, table.model] })],
)

/**
 * What a model was sent for a question, for its author to see; of its results only facts for a summary, where the privacy
 * level lets them out. Gone with the question.
 */
export const modelRequests = pgTable(
  'model_requests',
  {
    promptId: uuid('prompt_id')
      .notNull()
      .references(() => prompts.id, { onDelete: 'cascade' }),
    /** 1, 2, 3 … */
    position: integer().notNull(),
    ...sentParts(),
  },
  table => [primaryKey({ columns: [table.promptId, table.position] })],
)

/** The same for the SQL of a proposal that a model has drafted, for whoever may see the proposal. */
export const proposalModelRequests = pgTable(
  'proposal_model_requests',
  {
    proposalId: uuid('proposal_id')
      .notNull()
      .references(() => proposals.id, { onDelete: 'cascade' }),
    /** 1, 2, 3 … */
    position: integer().notNull(),
    ...sentParts(),
  },
  table => [primaryKey({ columns: [table.proposalId, table.position] })],
)
