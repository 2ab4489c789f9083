/** What the pipeline is built from: the front doors of the steps, composed in main.ts. */
import type { AuditKeeper } from '../audit/audit-keeper.ts'
import type { Auditor } from '../audit/audit.ts'
import type * as connect from '../connect/connect.ts'
import type { OpenDatabases } from '../databases/open-databases.ts'
import type {
  Catalog,
  ColumnRef,
  ColumnValues,
  GlossaryTerm,
  GroundedQuestion,
  JsonValue,
  ResultColumn,
  Role,
  ValueSampling,
} from '../domain.ts'
import type { Executor } from '../execute/execute.ts'
import type { createResultDigest, explainResult, factsOf, suggestChart } from '../explain/explain.ts'
import type { Grammar } from '../generate/grammar/grammar.ts'
import type { Generator } from '../generate/generate.ts'
import type { Summarizer } from '../generate/summary/summary.ts'
import type { DraftChange } from '../generate/changes/changes.ts'
import type { Panel } from '../generate/panel/panel.ts'
import type { ChangeDrafter } from '../generate/change-draft/change-draft.ts'
import type { ModelTest } from '../llm/test-model.ts'
import type { Guard } from '../guard/guard.ts'
import type { assess } from '../preview/preview.ts'
import type { Reviewing } from '../review/review.ts'
import type { RoundtableRules } from '../review/roundtable/roundtable.ts'
import type { MigrationReaders } from '../sql/sql.ts'
import type { Store } from '../store/store.ts'
import type { AttemptLimits } from './attempt-limits.ts'
import type { EstimateLimits } from './estimate-limits.ts'
import type { CarefulLimits } from './compare-drafts.ts'
import type { ExportLimits } from './export-query.ts'
import type { ModelBudgets } from './model-calls.ts'
import type { ModelSettings } from './model-settings.ts'
import type { RunLimitSettings } from './run-limits.ts'

export interface Dependencies {
  store: Pick<
    Store,
    | 'auditCuts'
    | 'auditEvents'
    | 'changeLogins'
    | 'connections'
    | 'prompts'
    | 'proposals'
    | 'roundtables'
    | 'keptEvidence'
    | 'keptPrompts'
    | 'queries'
    | 'resultSets'
    | 'users'
    | 'modelUsage'
    | 'modelRequests'
    | 'askedExamples'
  >
  audit: Auditor
  auditKeeper: Pick<AuditKeeper, 'verify'>
  databases: OpenDatabases
  /** The rules of saved connections. */
  connect: typeof connect
  /** Throws ASK_EMPTY or ASK_TOO_LONG; answers the text as it will be kept. */
  validateQuestion: (text: string) => string
  /** The columns whose values questions are likely to name. */
  valueColumns: (catalog: Catalog, sampling: ValueSampling) => readonly ColumnRef[]
  /** Makes the index of a catalog's names, a table at a step; without it the first question waits for that. */
  nameIndexSteps: (catalog: Catalog) => Iterable<undefined>
  /** The built-in reading of a question. */
  ground: (question: {
    text: string
    previous: readonly string[]
    catalog: Catalog
    values: readonly ColumnValues[]
    glossary: readonly GlossaryTerm[]
  }) => GroundedQuestion
  grammar: Grammar
  generator: Generator
  guard: Guard
  assess: typeof assess
  executor: Executor
  /** What statements of a change are, and who decides about one. */
  migrationReaders: MigrationReaders
  review: Reviewing
  roundtable: RoundtableRules
  /** Who speaks for the roles; null: templates do. */
  panel: Panel | null
  draftChange: DraftChange
  /** For what those rules do not read. */
  changeDrafter: ChangeDrafter
  createResultDigest: typeof createResultDigest
  explainResult: typeof explainResult
  factsOf: typeof factsOf
  /** By column of a result: whether what it holds may be told to a model, where results may be. */
  tellableColumns: (
    columns: readonly ResultColumn[],
    tables: readonly string[],
    catalog: Catalog,
    sampling: ValueSampling,
  ) => readonly boolean[]
  summarizer: Summarizer
  suggestChart: typeof suggestChart
  /** The configured one; `test` sends it one small request. */
  model: { settings: ModelSettings; test: (() => Promise<ModelTest>) | null }
  limits: {
    requireReadOnlyLogin: boolean
    /** Attempts to connect, and readings of catalogs, by one person. */
    checks: AttemptLimits
    byRole: Readonly<Record<Role, EstimateLimits>>
    runs: RunLimitSettings
    exports: ExportLimits
    careful: CarefulLimits
    model: ModelBudgets
    changes: { lockTimeoutMs: number; lockBudgetMs: number; statementTimeoutMs: number }
  }
  /** For who operates the app. No secrets, no SQL, no rows. */
  warn: (detail: Readonly<Record<string, JsonValue>>, message: string) => void
  now: () => Date
  newId: () => string
  /** From 0 to 1, for pauses that should not fall together. */
  random: () => number
}
