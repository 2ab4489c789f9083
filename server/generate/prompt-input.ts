import type { Dialect } from '../databases/database.ts'
import type {
  Catalog,
  ColumnRef,
  ColumnValues,
  GlossaryTerm,
  Mention,
  PrivacyLevel,
  Role,
} from '../domain.ts'

export interface ConversationTurn {
  text: string
  /** Null when the question led to none. */
  sql: string | null
}

/** All that a model could be told of a question; what of it goes out is decided where the prompt is written. */
export interface PromptInput {
  text: string
  /** Oldest first. */
  conversation: readonly ConversationTurn[]
  catalog: Catalog
  /** What the words of the question may speak of. */
  mentions: readonly Mention[]
  /** How often each table was used in queries that ran, by `tableKey`. */
  usage: ReadonlyMap<string, number>
  values: readonly ColumnValues[]
  /** Columns whose values may go out although they look like secrets or personal data: somebody has said so. */
  allowedPersonal: readonly ColumnRef[]
  glossary: readonly GlossaryTerm[]
  /** Questions that are approved for the team on this connection; the nearest ones are told. */
  approved: readonly { text: string; sql: string }[]
  dialect: Dialect
  /** As the server says it, e.g. `PostgreSQL 18.4`; null: not known. */
  serverVersion: string | null
  privacy: PrivacyLevel
  /** Of whoever asks. */
  role: Role
  /** The date that "today" means, e.g. `2026-03-01`, and where it is that date. */
  today: string
  timeZone: string
}
