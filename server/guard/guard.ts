import type { Engine, Finding } from '../domain.ts'
import type { ParseResult, SqlParsers, Statement } from '../sql/sql.ts'
import type { DialectPolicy, GuardFunction } from './policy.ts'
import { mysqlPolicy } from './mysql/mysql-policy.ts'
import { postgresPolicy } from './postgres/postgres-policy.ts'
import { written } from './rule.ts'
import { statementRules, textRules } from './rules/rules.ts'

export type { GuardFunction } from './policy.ts'

export interface Verdict {
  /** True only for text that was parsed, is one plain read, and met no refusal. */
  allowed: boolean
  /** Each with the id of a rule as its code; docs/rules has a page for each id. */
  refusals: readonly Finding[]
  warnings: readonly Finding[]
  /** The relations that the text names, as written, each once. */
  tables: readonly string[]
}

export interface JudgeRequest {
  engine: Engine
  sql: string
  /**
   * The functions of the server that the SQL is meant for: all where the engine lists its own (with none, every call is
   * refused), else those of users.
   */
  functions: readonly GuardFunction[]
}

export interface Guard {
  /**
   * Says whether a piece of SQL is exactly one plain read. Pure; nothing is sent anywhere. Fails closed: what it does
   * not know is refused, with the reason. It does not look behind names: a view, a row policy, a type or an operator
   * that a user has made may call any function, which the session's READ ONLY transaction and the login's rights bound.
   */
  judge(request: JudgeRequest): Verdict
}

const POLICIES: Readonly<Partial<Record<Engine, DialectPolicy>>> = {
  POSTGRES: postgresPolicy,
  MYSQL: mysqlPolicy,
}

export function createGuard({ parsers }: { parsers: SqlParsers }): Guard {
  return { judge: request => judge(request, parsers) }
}

function judge({ engine, sql, functions }: JudgeRequest, parsers: SqlParsers): Verdict {
  const policy = POLICIES[engine]
  const parsed = parsers[engine]?.parse(sql)
  if (policy === undefined || parsed === undefined)
    return verdict(unreadable(engine), textFindings(unreadable(engine)), [])
  const statements = parsed.ok ? parsed.statements : []
  const findings = statements.flatMap(statement =>
    statementRules.flatMap(rule => rule.checkStatement({ statement, policy, functions })),
  )
  return verdict(parsed, [...textFindings(parsed), ...findings], statements)
}

function textFindings(parsed: ParseResult): readonly Finding[] {
  return textRules.flatMap(rule => rule.checkText(parsed))
}

function unreadable(engine: Engine): ParseResult {
  return { ok: false, message: `SQL of the engine ${engine} cannot be read here.`, start: null }
}

function verdict(
  parsed: ParseResult,
  findings: readonly Finding[],
  statements: readonly Statement[],
): Verdict {
  const refusals = findings.filter(finding => finding.severity === 'BLOCKING')
  const onePlainRead = parsed.ok && parsed.statements.length === 1 && parsed.statements[0]?.reads === true
  return {
    allowed: onePlainRead && refusals.length === 0,
    refusals,
    warnings: findings.filter(finding => finding.severity !== 'BLOCKING'),
    tables: [...new Set(statements.flatMap(statement => statement.tables.map(written)))],
  }
}
