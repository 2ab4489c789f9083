/**
 * How an engine writes what keeps a database in shape. Part of the contract in `database.ts`. Pure. Names come as they
 * stand in SQL, with their schemas where there are any.
 */
export interface Upkeep {
  /** With as little in the way of others as the engine can do. */
  addIndex(index: { name: string; table: string; column: string }): string
  dropIndex(index: { name: string; table: string }): string
  /** Of a constraint that was never checked on the rows from before; null where the engine leaves none so. */
  validateConstraint(constraint: { name: string; table: string }): string | null
  /** On a column that is there; null: on a new one. */
  addPrimaryKey(table: string, column: string | null): string
}
