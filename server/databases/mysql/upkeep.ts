import type { Upkeep } from '../upkeep.ts'

export const mysqlUpkeep: Upkeep = {
  addIndex: ({ name, table, column }) => `CREATE INDEX ${name} ON ${table} (${column})`,
  dropIndex: ({ name, table }) => `DROP INDEX ${name} ON ${table}`,
  // A new constraint is checked on all rows, or not made.
  validateConstraint: () => null,
  addPrimaryKey: (table, column) =>
    column === null
      ? `ALTER TABLE ${table} ADD COLUMN id bigint AUTO_INCREMENT PRIMARY KEY FIRST`
      : `ALTER TABLE ${table} ADD PRIMARY KEY (${column})`,
}
