import type { MigrationKind, MigrationStatement } from '../sql/sql.ts'

/** A statement that no change may have, with what to do instead. */
export interface RefusedStatement {
  code: string
  message: string
  hint: string
  start: number
  end: number
}

interface Refusal {
  code: string
  why: string
  hint: string
}

const REFUSED: Readonly<Partial<Record<MigrationKind, Refusal>>> = {
  QUERY: {
    code: 'forbid-query',
    why: 'reads and changes nothing',
    hint: 'Ask it as a question instead; a change holds statements that change the structure.',
  },
  TRANSACTION: {
    code: 'forbid-transaction-control',
    why: 'would take the transaction out of the hands of what applies the change',
    hint: 'Leave it out: statements that can stand in one transaction are applied in one.',
  },
  OPAQUE: {
    code: 'forbid-opaque',
    why: 'runs what cannot be seen in it',
    hint: 'Write the statements themselves.',
  },
  SERVER: {
    code: 'forbid-server-wide',
    why: 'reaches beyond this database',
    hint: 'This is for the administrator of the server.',
  },
  OTHER: {
    code: 'forbid-unknown-statement',
    why: 'is no change of a structure that is known here',
    hint: 'Write it as ALTER, CREATE, DROP, RENAME, COMMENT, GRANT or REVOKE.',
  },
}

/** What must not be in a change at all; the first reason of each statement. */
export function refuseStatements(statements: readonly MigrationStatement[]): readonly RefusedStatement[] {
  const changesStructure = statements.some(({ kind }) => kind === 'STRUCTURE' || kind === 'MAINTENANCE')
  return statements.flatMap(({ kind, command, written, start, end }) => {
    const refusal =
      REFUSED[kind] ?? (kind === 'DATA' && !changesStructure ? DATA_ALONE : refusalOfWords(written))
    if (refusal === null) return []
    const { code, why, hint } = refusal
    return [{ code, message: `${command} ${why}.`, hint, start, end }]
  })
}

/** Words with which rows go that nobody has named. */
function refusalOfWords(written: MigrationStatement['written']): Refusal | null {
  if (written !== undefined && 'ignores' in written && written.ignores !== null) return ALTER_IGNORE
  return written?.verb === 'CREATE_TABLE' && written.replaces !== null ? CREATE_OR_REPLACE : null
}

/** Of 2,000 rows with the same value it left one (measured on MariaDB 10.11); MySQL has not had it since 5.7. */
const ALTER_IGNORE: Refusal = {
  code: 'forbid-alter-ignore',
  why: 'with IGNORE deletes the rows that a new key would have too many of, and cuts off what does not fit',
  hint: 'Leave IGNORE out, and mend the rows first.',
}

const CREATE_OR_REPLACE: Refusal = {
  code: 'forbid-create-or-replace',
  why: 'with OR REPLACE drops a table of that name with all rows in it',
  hint: 'Leave OR REPLACE out: where there is no such table it does the same.',
}

const DATA_ALONE: Refusal = {
  code: 'forbid-data-alone',
  why: 'changes rows and no structure',
  hint: 'A change may fill a column that it adds; changes of data alone are not made here.',
}
