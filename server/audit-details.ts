/**
 * What goes on record of each kind of act: the one closed list. A kind is one line: in `AuditActs` for what has an intent
 * before and an outcome after, in `AuditFacts` for the rest. Where something is recorded, the compiler takes no other
 * detail than the one of its kind. A detail is JSON and holds neither a secret nor anything of a result row.
 */
import type {
  ConnectionInput,
  PromptOutcome,
  ProposalState,
  QueryOrigin,
  ReviewVerdict,
  Role,
  RoundtableRole,
  RoundtableVerdict,
  RunState,
  Sharing,
} from './domain.ts'

/** `connection.create` stands for the kinds `connection.create.started` and `connection.create.finished`. */
export interface AuditActs {
  'connection.check': Act<Place, { ok: boolean; code?: string } & FoundServer>
  'connection.create': Act<Place, FoundServer>
  'connection.update': Act<Place & { changed: readonly string[] }, { functionsUnlisted?: number }>
  'connection.delete': Act<Place, { removed: boolean }>
  'connection.set-glossary': Act<{ terms: readonly string[] }>
  /** A column is its schema, table and name. */
  'connection.set-sampling': Act<{ enabled: boolean; never: readonly Path[]; always: readonly Path[] }>
  /** A function is its schema and name. */
  'connection.set-allowed-functions': Act<{ functions: readonly Path[]; before: readonly Path[] }>
  'connection.set-careful': Act<{ careful: boolean; before: boolean }>
  /** Only where it is refused: it changes nothing and shows what may be seen anyway. */
  'connection.refresh': Act<never>
  'account.create': Act<{ email: string; name: string; role: Role; oneTime: boolean }>
  'account.set-role': Act<{ email: string; before: Role; role: Role }>
  'account.disable': Act<{ email: string }>
  'account.enable': Act<{ email: string }>
  /** By somebody else, who is told a password that is good for choosing another one. */
  'account.reset-password': Act<{ email: string }, { sessionsEnded: number }>
  /** By its owner; `oneTime`: in place of one that somebody else has chosen. */
  'account.change-password': Act<{ address: string } | { oneTime: true }, { sessionsEnded: number }>
  /** One's own. */
  'account.end-session': Act<{ which: 'ONE' | 'OTHERS' }, { sessionsEnded: number }>
  /** Somebody else's. */
  'account.sign-out': Act<
    { email: string; revokeTokens: boolean },
    { sessionsEnded: number; tokensRevoked: number }
  >
  /** By somebody who came for the first time by a provider such as `github`. */
  'account.create-by-provider': Act<{ email: string; name: string; role: Role; provider: string }>
  /** With an account at a provider, as a way to sign in. */
  'account.link': Act<{ provider: string; address: string }>
  'account.unlink': Act<{ provider: string }, { removed: boolean }>
  'token.create': Act<{
    name: string
    role: Role
    readOnly: boolean
    connectionIds: readonly string[] | null
    expiresAt: string | null
  }>
  'token.revoke': Act<{ name: string }, { revoked: boolean }>
  /** SQL that somebody wrote: judged and planned, not run. */
  'query.check': Act<WrittenSql, Judgement>
  /** The same, kept in place of another one; the new query is what it is done to. */
  'query.revise': Act<WrittenSql & { originalId: string }, Judgement>
  /** `followUps`: how many, not which: questions to go on with name values of the result. */
  explain: Act<{ queryId: string }, { origin: QueryOrigin; followUps: number }>
  'prompt.favourite': Act<{ favourite: boolean; title: string | null }>
  /** `approved`: by whoever shares it, who may. */
  'prompt.share': Act<{
    queryId: string
    sqlHash: string
    sql: string
    title: string | null
    approved: boolean
  }>
  'prompt.withdraw': Act<{ queryId: string | null; wasApproved: boolean }>
  /** `approved` false: an approval is taken back, or the offer declined. */
  'prompt.approve': Act<{ queryId: string; sqlHash: string; authorId: string; approved: boolean }>
  /** By its author: with it go so many queries and runs from the history. */
  'prompt.delete': Act<{ outcome: PromptOutcome; sharing: Sharing | null; queries: number; runs: number }>
  /** By the rule of how long the audit is kept; `hash` is the last removed event's. */
  'audit.cut': Act<{ upTo: number; hash: string; retentionDays: number }, { removed: number }>
  'model.test': Act<
    { model: string },
    { reachable: boolean; callsTools: boolean | null; code: string | null }
  >
  'audit.export': Act<{ format: string; filter: Readonly<Record<string, string>> }, { events: number }>
  'connection.set-change-login': Act<{ username: string | null }>
  'proposal.create': Act<
    { title: string | null; request: string | null; sql: string | null },
    { number: number; digest: string; sql: string }
  >
  'proposal.revise': Act<{ revision: number; sql: string; rollbackSql: string | null }, { digest: string }>
  'proposal.dry-run': Act<{ revision: number }, { ok: boolean; digest: string }>
  'proposal.comment': Act<{ revision: number; line: number | null }>
  'proposal.review': Act<Reviewed, { state: ProposalState }>
  /** An administrator who is alone approved their own change for production, for the written reason. */
  'proposal.BREAK-GLASS': Act<Reviewed, { state: ProposalState }>
  'proposal.reject': Act<{ revision: number; reason: string | null }>
  'proposal.withdraw': Act<{ revision: number; reason: string | null }>
  /** An unknown outcome is judged once more. */
  'proposal.recheck': Act<{ revision: number }, { state: ProposalState }>
  /** An administrator says whether what nobody knows of happened. */
  'proposal.settle': Act<{ revision: number; happened: boolean; reason: string }, { state: ProposalState }>
  /** Somebody has made the change by hand, and the structure is the one that it leads to. */
  'proposal.record-applied': Act<
    { revision: number; digest: string; reason: string },
    { state: ProposalState }
  >
  /** `conditions`: of the roundtable, which made the application stricter. */
  'proposal.apply': Act<
    { revision: number; digest: string; conditions?: readonly string[] },
    { state: ProposalState; code?: string }
  >
  /** `fellBack`: roles that a template spoke for, because the model's word could not be used. */
  'proposal.roundtable': Act<
    { revision: number; digest: string; model: string | null },
    { id: string; verdict: RoundtableVerdict; evidence: number; fellBack: readonly RoundtableRole[] }
  >
}

/** What happens at one moment, and intents whose outcomes are of a shape of their own. */
export interface AuditFacts {
  /** `way`: how, where it was not by a password. */
  'account.signed-in': { address: string; way?: string }
  'account.sign-in-failed': { email: string; address: string; throttled?: true; disabled?: true }
  /** Somebody came back from a provider and was not let in, or linked nothing. */
  'account.provider-failed': { provider: string; code: string; address: string }
  'account.signed-out': Nothing
  /** At most once a minute: an API token was used, from there. */
  'token.used': { address: string }
  /** Somebody asked for a field of the API that they may not ask for. */
  'access.refused': { field: string; permissions: readonly string[] }
  /** `careful`: drafts of the answer are to be run and compared. */
  'prompt.started': { text: string; followsUpId: string | null; careful?: true }
  'prompt.refused': { text: string; code: string }
  'prompt.finished': PromptEnd
  'run.started': ApprovedSql & { maxRows: number }
  'run.refused': RefusedQuery
  'run.finished': RunEnd
  'run.cancel-requested': Nothing
  /** Of a draft of an answer, for the careful mode: nobody has confirmed it, and nobody sees its rows. */
  'careful-run.started': CarefulSql
  'careful-run.refused': RefusedQuery
  'careful-run.finished': RunEnd
  'export.started': ApprovedSql & { format: string }
  'export.refused': RefusedQuery
  'export.finished': RunEnd & { queryId: string }
  /** An alert: the database stopped what the guard had allowed. */
  'guard.passed-violation': { code: string; sqlHash: string; queryId: string | null; during: string }
  /** The transaction is the target's id of it; null: the statement commits by itself. */
  'proposal.step.started': { revision: number; position: number; sql: string; transactionId: string | null }
  'proposal.step.finished': { revision: number; position: number; durationMs: number; code: string | null }
  /** Rows that a change would fail on are counted; how many there are is not for the record. */
  'proposal.rows-asked': { revision: number; sql: string }
  'proposal.rows-answered': { revision: number; code: string | null }
  /** What was found to be live of an application whose process had gone. */
  'proposal.recovered': { revision: number; state: ProposalState }
  /** The hash is SHA-256 over all that the model is sent: proof of what was said without keeping it. */
  /** It was not asked: its budget is spent. */
  'model.refused': { model: string; code: string }
  'model.called': { provider: string | null; model: string; promptHash: string }
  'model.answered': ModelAnswer
  'keys.rotation-started': { keyId: string }
  'keys.rotated': { keyId: string; resealed: number; alreadyRight: number; unreadable: number }
}

export type AuditAct = keyof AuditActs
export type AuditIntent<A extends AuditAct = AuditAct> = AuditActs[A]['intent']
export type AuditOutcome<A extends AuditAct = AuditAct> = AuditActs[A]['outcome']

/** All kinds by their names. */
export type AuditDetails = AuditFacts & {
  [A in AuditAct as [AuditIntent<A>] extends [never] ? never : `${A}.started`]: AuditIntent<A>
} & { [A in AuditAct as `${A}.finished`]: AuditOutcome<A> }

export type AuditAction = keyof AuditDetails

/** What happened, or is about to; of one kind, or of any. */
export type AuditRecord<A extends AuditAction = AuditAction> = {
  [Action in A]: {
    action: Action
    actorId: string | null
    connectionId: string | null
    subjectId: string | null
    detail: AuditDetails[Action]
  }
}[A]

interface Act<Intent, End = unknown> {
  intent: Intent
  /** REFUSED comes without an intent: nothing was begun. */
  outcome: ({ outcome: 'DONE' } & End) | ({ outcome: 'REFUSED' | 'FAILED' } & Failure)
}

/** `fields` names what was wrong in an input, never what was in it. */
type Failure = { code: string; fields?: readonly string[] }
type Reviewed = { revision: number; verdict: ReviewVerdict; body: string }
type Nothing = Record<string, never>
type Path = readonly string[]
type Place = Omit<ConnectionInput, 'password'>
type FoundServer = { serverVersion: string | null; canWrite: boolean | null }
type WrittenSql = { sql: string; sqlHash: string }
type Judgement = { allowed: boolean; refusals: readonly string[] }
/** `confirmed`: why it had to be confirmed, in words. */
type ApprovedSql = { queryId: string; sqlHash: string; sql: string; confirmed?: string }
/** Of no query that is kept. */
type CarefulSql = { sqlHash: string; sql: string; maxRows: number; maxSeconds: number }
/** Null: a draft, which is not kept. */
type RefusedQuery = { queryId: string | null; sqlHash: string; code: string }

type PromptEnd =
  | {
      outcome: 'QUERY'
      queryId: string
      origin: QueryOrigin
      model: string | null
      sqlHash: string
      sql: string
      /** The question whose SQL was taken again. */
      reusedFromId?: string
    }
  | { outcome: PromptOutcome; message: string | null }
  /** The same question of the same request came in twice at once: the other one is answered. */
  | { outcome: null; repeated: true }

type RunEnd =
  | { state: RunState; rowCount: number; durationMs: number | null; code?: string }
  /** It never ran: the same request is running already. */
  | { state: 'CANCELLED'; repeated: true }
  /** Its process has gone; nobody counted. */
  | { state: 'FAILED'; code: string }

type ModelAnswer = {
  model: string
  ok: boolean
  tokens: { inputTokens: number; cachedInputTokens: number; outputTokens: number } | null
  latencyMs: number
  /** An error code or CANCELLED; null when all went well. */
  code: string | null
}
