import { refusal, written } from '../rule.ts'
import type { StatementRule } from '../rule.ts'

const id = 'forbid-foreign-table'

/** Another server knows nothing of our READ ONLY transaction, nor of its limits; a file or program even less. */
export const forbidForeignTable: StatementRule = {
  id,
  checkStatement: ({ statement, behind }) =>
    statement.tables.flatMap(table =>
      behind(table)
        .filter(({ servers }) => servers.length > 0)
        .map(found =>
          refusal(id, table, {
            message: found.foreign
              ? `The rows of ${written(found)} are not in this database: reading them opens a connection, a file or a program (${found.servers.join(', ')}).`
              : `${written(found)} has rows that are not in this database: reading them opens a connection, a file or a program (${found.servers.join(', ')}).`,
            hint: 'Connect to the database that holds them, or query a copy in this one, such as a materialized view.',
          }),
        ),
    ),
}
