/** What a dialect's folder decides: which names of the engine itself a read may use. Everything else is refused. */
export interface DialectPolicy {
  /** What people write to reach the engine's own function whatever a user has defined, e.g. `pg_catalog.`; null where a bare name does. */
  builtInPrefix: string | null
  /** The engine's own relations (by schema or by name): only some. All others: yes, privileges decide. */
  allowsRelation(relation: QualifiedName): boolean
  /** All that a call by this name may run. `functions` are those that the server has told of. Empty: there is none. */
  functionsMeant(name: QualifiedName, functions: readonly GuardFunction[]): readonly GuardFunction[]
  allowsFunction(called: GuardFunction): boolean
  allowsSamplingMethod(method: QualifiedName): boolean
  allowsOperator(operator: QualifiedName): boolean
  allowsType(type: QualifiedName): boolean
}

export interface QualifiedName {
  schema: string | null
  name: string
}

/** A function that the server knows, one entry for each of its overloads. */
export interface GuardFunction {
  schema: string
  name: string
  volatility: 'IMMUTABLE' | 'STABLE' | 'VOLATILE'
  /** Of the engine itself, not made by a user or an extension. */
  builtIn: boolean
  /** The extension that brought it. Counts as a user's own when absent or null. */
  extension?: string | null
  /** True when it takes one row, so that `t.f` calls it where the table `t` has no column `f`. Counts as true when absent. */
  takesRow?: boolean
}
