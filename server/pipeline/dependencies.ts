/** What the pipeline is built from: the front doors of the steps, composed in main.ts. */
import type { Logger } from 'pino'
import type { Auditor } from '../audit/audit.ts'
import type { OpenDatabases } from '../databases/open-databases.ts'
import type { Dialect, ServerFacts } from '../databases/database.ts'
import type { Catalog, ColumnRef, ColumnValues, Finding, GlossaryTerm, GroundedQuestion } from '../domain.ts'
import type { Executor } from '../execute/execute.ts'
import type { explainResult } from '../explain/explain.ts'
import type { createResultDigest } from '../explain/result-digest.ts'
import type { Generation } from '../generate/generation.ts'
import type { Generator } from '../generate/generate.ts'
import type { assess } from '../preview/preview.ts'
import type { Store } from '../store/store.ts'

export interface Dependencies {
  store: Pick<Store, 'connections' | 'prompts' | 'queries' | 'resultSets' | 'users'>
  audit: Auditor
  databases: OpenDatabases
  /** Throws ASK_EMPTY or ASK_TOO_LONG; answers the text as it will be kept. */
  validateQuestion: (text: string) => string
  /** The columns whose values questions are likely to name. */
  valueColumns: (catalog: Catalog) => readonly ColumnRef[]
  /** The built-in reading of a question. */
  ground: (question: {
    text: string
    previous: readonly string[]
    catalog: Catalog
    values: readonly ColumnValues[]
    glossary: readonly GlossaryTerm[]
  }) => GroundedQuestion
  translate: (request: { question: GroundedQuestion; dialect: Dialect }) => Generation
  suggestFollowUps: (request: {
    previous: readonly string[]
    catalog: Catalog
    values: readonly ColumnValues[]
    glossary: readonly GlossaryTerm[]
    dialect: Dialect
  }) => readonly string[]
  suggestExamples: (request: {
    catalog: Catalog
    values: readonly ColumnValues[]
    dialect: Dialect
  }) => readonly string[]
  generator: Generator
  /** What the guard says of SQL text on a server like this. */
  judge: (sql: string, facts: ServerFacts) => Verdict
  assess: typeof assess
  executor: Executor
  createResultDigest: typeof createResultDigest
  explainResult: typeof explainResult
  limits: { maxRows: number; runsPerUser: number }
  now: () => Date
  newId: () => string
  log: Pick<Logger, 'error'>
}

export interface Verdict {
  allowed: boolean
  tables: readonly string[]
  refusals: readonly Finding[]
  warnings: readonly Finding[]
}
