import type { Finding } from '../domain.ts'
import type { ParseResult, Place, Statement } from '../sql/sql.ts'
import type { GuardFacts, GuardFunction } from './guard-facts.ts'
import type { Behind, DialectPolicy, QualifiedName } from './policy.ts'

/** Judges the text as a whole. */
export interface TextRule {
  id: string
  checkText(parsed: ParseResult): readonly Finding[]
}

export interface StatementContext {
  statement: Statement
  policy: DialectPolicy
  facts: GuardFacts
  /** By the policy, or because an administrator has listed it. */
  mayCall(called: GuardFunction): boolean
  /** The same for what the query does not call by itself. */
  mayRunBehind(called: GuardFunction): boolean
  /** The relations that a name may mean and that are more than a table. */
  behind(relation: QualifiedName): readonly Behind[]
}

/** Judges one statement. */
export interface StatementRule {
  id: string
  checkStatement(context: StatementContext): readonly Finding[]
}

export interface FindingText {
  message: string
  hint: string | null
}

/** Whom to turn to about a function of users; nothing for those of the engine, which nobody can list. */
export function whoLists({ builtIn }: GuardFunction): string {
  return builtIn ? '' : ' An administrator can list it on the connection’s page.'
}

/** A finding that refuses. `place` is null where the trouble has no place. */
export function refusal(code: string, place: Place | null, text: FindingText): Finding {
  return { code, severity: 'BLOCKING', ...text, start: place?.start ?? null, end: place?.end ?? null }
}

export function warning(code: string, place: Place, text: FindingText): Finding {
  return { code, severity: 'WARNING', ...text, start: place.start, end: place.end }
}

/** As people write it: `schema.name` or `name`. */
export function written({ schema, name }: QualifiedName): string {
  return schema === null || schema === '' ? name : `${schema}.${name}`
}
