import { createHash } from 'node:crypto'
import { plainTextOf, textOf } from '../cell-text.ts'
import type { DatabaseOptions, DatabaseTarget } from '../database.ts'
import type { SchemaChanges, TargetIdentity } from '../schema-changes.ts'
import { openApplier } from './applier.ts'
import type { SessionControl } from './applier.ts'
import { readBlockers } from './blockers.ts'
import type { Session } from './driver.ts'
import { openShadow } from './shadow.ts'
import { readSizes } from './sizes.ts'
import { readStructure } from './structure.ts'

export interface ChangeParts {
  target: DatabaseTarget
  options: DatabaseOptions
  /** In a transaction of the pool's, which never writes. */
  onControl: <T>(use: (session: Session) => Promise<T>) => Promise<T>
  control: SessionControl
}

/** What `SchemaChanges` asks for; only the sessions of an applier and of a shadow write. */
export function createChanges({ target, options, onControl, control }: ChangeParts): SchemaChanges {
  return {
    aloneWaitsForAll: false,
    identity: () => onControl(readIdentity),
    readStructure: () => onControl(readStructure),
    readSizes: () => onControl(readSizes),
    readBlockers: (tables, olderThanMs) =>
      onControl(session => readBlockers(session, { tables, olderThanMs })),
    openShadow: structure => openShadow(target, options, structure),
    openApplier: () => openApplier(target, options, control),
    // No transaction has an id that the server would know afterwards.
    outcomeOf: () => Promise.resolve('UNKNOWN'),
  }
}

/** MySQL has an id of its own, MariaDB since 10.4 a hash over the machine and the port; before it, where its files are. */
const SERVER_VARIABLES = `
  show global variables where variable_name in ('server_uuid', 'server_uid', 'hostname', 'port', 'datadir', 'lower_case_table_names')`

async function readIdentity(session: Session): Promise<TargetIdentity> {
  const rows = await session.query(SERVER_VARIABLES)
  const known = new Map(rows.map(([name, value]) => [textOf(name).toLowerCase(), plainTextOf(value)]))
  const place = ['hostname', 'port', 'datadir'].map(name => known.get(name) ?? '')
  const uid = known.get('server_uid') ?? ''
  const [[database] = []] = await session.query('select database()')
  const name = textOf(database)
  return {
    server:
      known.get('server_uuid') ??
      createHash('sha256')
        .update(JSON.stringify([uid, ...place]))
        .digest('hex'),
    database: known.get('lower_case_table_names') === '0' ? name : name.toLowerCase(),
  }
}
