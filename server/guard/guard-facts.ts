/** What the guard has to know of the server that SQL is meant for. Names it is not told of count as absent. */
export interface GuardFacts {
  /** e.g. 180004 for PostgreSQL 18.4. Without it nothing is allowed. */
  serverVersionNumber: number
  /** Where a bare name of a table is looked up. */
  searchPath: readonly string[]
  /** All where the engine lists its own (with none, every call is refused), else those of users. */
  functions: readonly GuardFunction[]
  /** Relations of users that are more than tables. */
  relations: readonly GuardRelation[]
  /** Types of users that call functions when a value becomes one of them. */
  types: readonly GuardType[]
  /** Operators and casts that users have made. */
  operators: readonly GuardOperator[]
  casts: readonly GuardCast[]
}

export interface NamedIn {
  schema: string
  name: string
}

/** A function that the server knows, one entry for each of its overloads. */
export interface GuardFunction extends NamedIn {
  volatility: 'IMMUTABLE' | 'STABLE' | 'VOLATILE'
  /** Of the engine itself, not made by a user or an extension. */
  builtIn: boolean
  /** The extension that brought it. Counts as a user's own when absent or null. */
  extension?: string | null
  /** True when it takes one row, so that `t.f` calls it where the table `t` has no column `f`. Counts as true when absent. */
  takesRow?: boolean
}

export interface GuardRelation extends NamedIn {
  /** Its bare name means it. */
  bare: boolean
  /** Is itself on another server, not only something behind it. */
  foreign: boolean
  /** What is called when it is read, all the way down. */
  functions: readonly GuardFunction[]
  /** The engine's own relations behind it. */
  relations: readonly NamedIn[]
  /** Other servers behind it. */
  servers: readonly string[]
  /** A view's query, where the engine knows nothing more of what is behind it; null for one that could not be seen. */
  definition?: string | null
}

export interface GuardType extends NamedIn {
  functions: readonly GuardFunction[]
}

/** Where something that users made for their types comes in. */
export interface Reach {
  calls: GuardFunction
  /** Made for types of the engine itself: no type or relation gives it away. */
  everywhere: boolean
  /** The users' types that it is for. */
  types: readonly NamedIn[]
  /** The relations that have a column of one of them. */
  relations: readonly NamedIn[]
}

export interface GuardOperator extends NamedIn, Reach {}

export interface GuardCast extends Reach {
  target: NamedIn
  /** The server uses it where nothing is written. */
  implicit: boolean
}
