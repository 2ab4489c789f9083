import type { Engine, Finding } from '../domain.ts'
import type { ParseResult, SqlParser, SqlParsers, Statement } from '../sql/sql.ts'
import type { GuardFacts, GuardFunction, NamedIn } from './guard-facts.ts'
import type { DialectPolicy } from './policy.ts'
import { mysqlPolicy } from './mysql/mysql-policy.ts'
import { postgresPolicy } from './postgres/postgres-policy.ts'
import { rememberParses } from './remember-parses.ts'
import { written } from './rule.ts'
import type { StatementContext } from './rule.ts'
import { statementRules, textRules } from './rules/rules.ts'

export type { GuardFacts, GuardFunction, NamedIn } from './guard-facts.ts'

export interface Verdict {
  /** True only for text that was parsed, is one plain read, and met no refusal. */
  allowed: boolean
  /** True for EXPLAIN and SHOW, which read no table and have no plan of their own. */
  inspects: boolean
  /** What the text says, where it is one query; for what a plan and a catalog tell more about. */
  statement: Statement | null
  /** Each with the id of a rule as its code; docs/rules has a page for each id. */
  refusals: readonly Finding[]
  warnings: readonly Finding[]
  /** The relations that the text names, as written, each once. */
  tables: readonly string[]
}

export interface JudgeRequest {
  engine: Engine
  sql: string
  /** Of the server that the SQL is meant for. */
  facts: GuardFacts
  /** Functions of users and extensions that an administrator answers for; each name with all its overloads. */
  allowedFunctions?: readonly NamedIn[]
}

export interface Guard {
  /**
   * Says whether a piece of SQL is exactly one plain read. Pure; nothing is sent anywhere. Fails closed: what it does
   * not know is refused, with the reason. Not seen: what a function that is allowed calls in its turn, operators that
   * an index or a sort of a user's own type uses without being named, a domain's check where a value becomes one of
   * it unnamed, and policies that only the owner of a view meets. The session's READ ONLY transaction and the login's
   * rights bound those.
   */
  judge(request: JudgeRequest): Verdict
  /** Whether queries may call it without an administrator's word. */
  allows(engine: Engine, called: GuardFunction): boolean
  /** What reading a relation of users makes the server call, all the way down, as far as that is known. */
  functionsBehind(engine: Engine, relation: NamedIn, facts: GuardFacts): readonly GuardFunction[]
}

const POLICIES: Readonly<Partial<Record<Engine, DialectPolicy>>> = {
  POSTGRES: postgresPolicy,
  MYSQL: mysqlPolicy,
}

export function createGuard(loaded: { parsers: SqlParsers }): Guard {
  const parsers = Object.fromEntries(
    Object.entries(loaded.parsers).map(([engine, parser]) => [engine, rememberParses(parser)]),
  ) as SqlParsers
  return {
    judge: request => judge(request, parsers),
    allows: (engine, called) => POLICIES[engine]?.allowsFunction(called) ?? false,
    functionsBehind(engine, relation, facts) {
      const parser = parsers[engine]
      const found = parser === undefined ? [] : (POLICIES[engine]?.behind(relation, facts, parser) ?? [])
      return found.flatMap(({ functions }) => functions)
    },
  }
}

function judge(request: JudgeRequest, parsers: SqlParsers): Verdict {
  const { engine, sql, facts } = request
  const policy = POLICIES[engine]
  const parser = parsers[engine]
  if (policy === undefined || parser === undefined)
    return refuseUnread(`SQL of the engine ${engine} cannot be read here.`)
  // A newer version than the lists were made for is judged by them: what they do not name is refused.
  if (!(facts.serverVersionNumber >= policy.oldestVersion))
    return refuseUnread('The version of this server is not one that SQL can be judged for.')
  const parsed = parser.parse(sql)
  const statements = parsed.ok ? parsed.statements : []
  const findings = statements.flatMap(statement => {
    const context = contextOf(statement, request, policy, parser)
    return statementRules.flatMap(rule => rule.checkStatement(context))
  })
  return verdict(parsed, [...textFindings(parsed), ...findings], statements)
}

function contextOf(
  statement: Statement,
  { facts, allowedFunctions = [] }: JudgeRequest,
  policy: DialectPolicy,
  parser: SqlParser,
): StatementContext {
  const isListed = ({ schema, name }: NamedIn): boolean =>
    allowedFunctions.some(listed => listed.schema === schema && listed.name === name)
  return {
    ...{ statement, policy, facts },
    mayCall: called => policy.allowsFunction(called) || (!called.builtIn && isListed(called)),
    mayRunBehind: called => policy.allowsFunctionBehind(called) || (!called.builtIn && isListed(called)),
    behind: relation => policy.behind(relation, facts, parser),
  }
}

function textFindings(parsed: ParseResult): readonly Finding[] {
  return textRules.flatMap(rule => rule.checkText(parsed))
}

function refuseUnread(message: string): Verdict {
  const parsed: ParseResult = { ok: false, message, start: null }
  return verdict(parsed, textFindings(parsed), [])
}

function verdict(
  parsed: ParseResult,
  findings: readonly Finding[],
  statements: readonly Statement[],
): Verdict {
  const refusals = findings.filter(finding => finding.severity === 'BLOCKING')
  const [statement] = statements
  const onePlainRead = parsed.ok && statements.length === 1 && statement?.reads === true
  return {
    allowed: onePlainRead && refusals.length === 0,
    statement: onePlainRead && statement.inspects === undefined ? statement : null,
    inspects: statement?.inspects !== undefined,
    refusals,
    warnings: findings.filter(finding => finding.severity !== 'BLOCKING'),
    tables: [...new Set(statements.flatMap(({ tables }) => tables.map(written)))],
  }
}
