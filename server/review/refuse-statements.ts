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
  return statements.flatMap(({ kind, command, start, end }) => {
    const refusal = REFUSED[kind] ?? (kind === 'DATA' && !changesStructure ? DATA_ALONE : null)
    if (refusal === null) return []
    const { code, why, hint } = refusal
    return [{ code, message: `${command} ${why}.`, hint, start, end }]
  })
}

const DATA_ALONE: Refusal = {
  code: 'forbid-data-alone',
  why: 'changes rows and no structure',
  hint: 'A change may fill a column that it adds; changes of data alone are not made here.',
}
