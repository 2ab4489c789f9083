import type { Row } from '../../domain.ts'
import { textOf } from '../cell-text.ts'
import type { DatabaseOptions, DatabaseTarget } from '../database.ts'
import type { SchemaChanges, TargetIdentity, TransactionOutcome } from '../schema-changes.ts'
import { openApplier } from './applier.ts'
import { readBlockers } from './blockers.ts'
import type { Session } from './driver.ts'
import { readIndexUse } from './index-use.ts'
import { openShadow } from './shadow.ts'
import { readSizes } from './sizes.ts'
import type { BackendControl } from './stop-statement.ts'
import { readStructure } from './structure.ts'

export interface ChangeParts {
  target: DatabaseTarget
  options: DatabaseOptions
  /** In a transaction of the pool's, which never writes. */
  onControl: <T>(use: (session: Session) => Promise<T>) => Promise<T>
  control: BackendControl
}

/** What `SchemaChanges` asks for; only the sessions of an applier and of a shadow write. */
export function createChanges({ target, options, onControl, control }: ChangeParts): SchemaChanges {
  return {
    aloneWaitsForAll: true,
    identity: () => onControl(readIdentity),
    readStructure: () => onControl(readStructure),
    readSizes: () => onControl(readSizes),
    readIndexUse: () => onControl(readIndexUse),
    readBlockers: (tables, olderThanMs) =>
      onControl(session =>
        readBlockers(session, { tables, olderThanMs, applicationName: options.applicationName }),
      ),
    openShadow: structure => openShadow(target, options, structure),
    openApplier: () => openApplier(target, options, control),
    outcomeOf: transactionId => onControl(session => readOutcome(session, transactionId)),
  }
}

async function readIdentity(session: Session): Promise<TargetIdentity> {
  const [row] = await session.query(`
    select case when has_function_privilege('pg_catalog.pg_control_system()', 'execute')
        then (select system_identifier::text from pg_catalog.pg_control_system()) else '' end,
      oid::text from pg_catalog.pg_database where datname = current_database()`)
  return { server: textOf(row?.[0]), database: textOf(row?.[1]) }
}

const OUTCOMES: Readonly<Record<string, TransactionOutcome>> = {
  committed: 'COMMITTED',
  aborted: 'ABORTED',
  'in progress': 'RUNNING',
}
/** The transaction is not one of this server, or not yet. */
const OUT_OF_RANGE = 'DATABASE_STATEMENT_FAILED'

async function readOutcome(session: Session, transactionId: string): Promise<TransactionOutcome> {
  if (!/^\d{1,20}$/.test(transactionId)) return 'UNKNOWN'
  const call =
    session.serverVersionNumber >= 130_000
      ? `pg_catalog.pg_xact_status('${transactionId}'::xid8)`
      : `pg_catalog.txid_status(${transactionId})`
  const rows: readonly Row[] = await session.query(`select ${call}`).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === OUT_OF_RANGE) return []
    throw error
  })
  return OUTCOMES[textOf(rows[0]?.[0])] ?? 'UNKNOWN'
}
