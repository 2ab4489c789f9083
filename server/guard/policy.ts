import type { SqlParser } from '../sql/sql.ts'
import type { GuardFacts, GuardFunction, NamedIn } from './guard-facts.ts'

/** What a dialect's folder decides: which names of the engine itself a read may use. Everything else is refused. */
export interface DialectPolicy {
  /** What people write to reach the engine's own function whatever a user has defined, e.g. `pg_catalog.`; null where a bare name does. */
  builtInPrefix: string | null
  /** Versions below have features of which nothing is known here. As a number, e.g. 180004. */
  oldestVersion: number
  /**
   * The engine's own relations (by schema or by name): only some. All others: yes, privileges decide. Bare names are
   * looked up in `searchPath`.
   */
  allowsRelation(relation: QualifiedName, searchPath: readonly string[]): boolean
  /** What reading a relation makes the server call and read, wherever that is known. Empty for a plain table. */
  behind(relation: QualifiedName, facts: GuardFacts, parser: SqlParser): readonly Behind[]
  /** All that a call by this name may run. `functions` are those that the server has told of. Empty: there is none. */
  functionsMeant(name: QualifiedName, functions: readonly GuardFunction[]): readonly GuardFunction[]
  allowsFunction(called: GuardFunction): boolean
  /** May be called by what an owner has put behind a name, whose arguments and results the query does not choose. */
  allowsFunctionBehind(called: GuardFunction): boolean
  allowsSamplingMethod(method: QualifiedName): boolean
  allowsOperator(operator: QualifiedName): boolean
  allowsType(type: QualifiedName): boolean
  /** By SHOW, in lower case. */
  allowsSetting(name: string): boolean
}

export interface QualifiedName {
  schema: string | null
  name: string
}

/** One relation that a name may mean, and what is behind it. */
export interface Behind extends NamedIn {
  /** Is itself on another server. */
  foreign: boolean
  functions: readonly GuardFunction[]
  relations: readonly NamedIn[]
  servers: readonly string[]
  /** Why nothing is known of it, as the end of a sentence; null when all is known. */
  unknown: string | null
}
