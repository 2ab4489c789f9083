import type { StepCost } from '../../domain.ts'
import { textOf } from '../cell-text.ts'
import type { StepMeasure } from '../schema-changes.ts'
import type { ChangeSession } from './change-session.ts'

export interface HeldLock {
  relation: number
  /** As in pg_locks, e.g. `ShareLock`. */
  mode: string
}

export interface Relation {
  name: string
  kind: string
  /** Another one means that its storage was written anew. */
  file: number
  tablespace: number
  /** Of an index. */
  table: number | null
  parent: number | null
  /** So far, in this transaction and what the server has not counted yet. */
  scans: number
}

export type Relations = ReadonlyMap<number, Relation>

/** The weakest first. */
const MODES: readonly string[] = [
  'AccessShareLock',
  'RowShareLock',
  'RowExclusiveLock',
  'ShareUpdateExclusiveLock',
  'ShareLock',
  'ShareRowExclusiveLock',
  'ExclusiveLock',
  'AccessExclusiveLock',
]

const RELATIONS_QUERY = `
  select c.oid, c.relkind, quote_ident(n.nspname) || '.' || quote_ident(c.relname), c.relfilenode, c.reltablespace,
    i.indrelid, h.inhparent, pg_catalog.pg_stat_get_xact_numscans(c.oid)
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  left join pg_catalog.pg_index i on i.indexrelid = c.oid
  left join pg_catalog.pg_inherits h on h.inhrelid = c.oid and h.inhseqno = 1
  where c.relkind in ('r', 'p', 'f', 'v', 'm', 'i', 'I', 'S')
    and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'`

export async function readRelations(session: ChangeSession): Promise<Relations> {
  const rows = await session.query(RELATIONS_QUERY)
  return new Map(
    rows.map(([oid, kind, name, file, tablespace, table, parent, scans]) => [
      Number(oid),
      {
        name: textOf(name),
        kind: textOf(kind),
        file: Number(file),
        tablespace: Number(tablespace),
        table: table === null ? null : Number(table),
        parent: parent === null ? null : Number(parent),
        scans: Number(scans),
      },
    ]),
  )
}

/**
 * What a statement did to relations that were there before it. Scans are counted on empty tables too: a second look at a
 * table, a new file, a new index tell what the statement costs with rows. Pure.
 * @param locks null where they are gone already
 */
export function measureBetween(
  before: Relations,
  after: Relations,
  locks: readonly HeldLock[] | null,
): Omit<StepMeasure, 'reason'> & { reason: null } {
  const scans = new Map<number, number>()
  const rebuilt = new Map<number, number>()
  for (const [oid, old] of before) {
    const now = after.get(oid)
    const heap = old.table ?? oid
    scans.set(heap, (scans.get(heap) ?? 0) + Math.max(0, (now?.scans ?? old.scans) - old.scans))
    if (old.kind === 'i' && now !== undefined && now.file !== old.file) {
      rebuilt.set(heap, (rebuilt.get(heap) ?? 0) + 1)
    }
  }
  const rewritten = [...before].flatMap(([oid, old]) =>
    isRewritten(old, after.get(oid), (scans.get(oid) ?? 0) - (rebuilt.get(oid) ?? 0)) ? [oid] : [],
  )
  const built = [...after].flatMap(([oid, now]) => {
    const table = now.table
    if (now.kind !== 'i' || table === null || !before.has(table)) return []
    const isNew = before.get(oid)?.file !== now.file
    // A table that was emptied has new files all over.
    return isNew && before.get(table)?.file === after.get(table)?.file ? [table] : []
  })
  const scanned = [...scans].some(([oid, count]) => count > (rebuilt.get(oid) ?? 0))
  const cost: StepCost =
    rewritten.length > 0 ? 'REWRITE' : built.length > 0 ? 'INDEX_BUILD' : scanned ? 'SCAN' : 'METADATA'
  const held = strongest(locks ?? locksOfLone(before, after, rewritten))
  const named = [...held].flatMap(([oid, mode]) => {
    const relation = before.get(oid)
    return relation === undefined ? [] : [{ ...relation, mode }]
  })
  return {
    cost,
    locks: named
      .filter(
        ({ kind, mode, table }) =>
          !isIndex(kind) || (mode === STRONGEST && held.get(table ?? 0) !== STRONGEST),
      )
      .sort((a, b) => MODES.indexOf(b.mode) - MODES.indexOf(a.mode) || (a.name < b.name ? -1 : 1))
      .map(({ kind, mode, name }) => `${mode} on ${isIndex(kind) ? 'index ' : ''}${name}`),
    tables: named.flatMap(({ kind, name }) => tableId(kind, name)).sort(),
    reason: null,
  }
}

const STRONGEST = 'AccessExclusiveLock'
const isIndex = (kind: string) => kind === 'i' || kind === 'I'

function tableId(kind: string, name: string): string[] {
  if (kind === 'm') return [`MATERIALIZED_VIEW ${name}`]
  return ['r', 'p', 'f'].includes(kind) ? [`TABLE ${name}`] : []
}

/**
 * TRUNCATE gives a new file as well, but reads it for its indexes only; another tablespace copies blocks without counting.
 * @param scans without those for indexes
 */
function isRewritten(old: Relation, now: Relation | undefined, scans: number): boolean {
  if (now === undefined || now.file === old.file || isIndex(old.kind) || old.kind === 'S') return false
  return old.kind === 'm' || scans > 0 || now.tablespace !== old.tablespace
}

/** Reading is all that the weakest one keeps anybody from ending. */
function strongest(locks: readonly HeldLock[]): Map<number, string> {
  const held = new Map<number, string>()
  for (const { relation, mode } of locks) {
    const known = held.get(relation)
    if (MODES.indexOf(mode) < 1) continue
    if (known === undefined || MODES.indexOf(mode) > MODES.indexOf(known)) held.set(relation, mode)
  }
  return held
}

/**
 * CONCURRENTLY takes SHARE UPDATE EXCLUSIVE on the table of an index; detaching takes it on the parent, and ACCESS
 * EXCLUSIVE on the partition at its end; a rewrite takes ACCESS EXCLUSIVE (PostgreSQL manual, "Explicit Locking").
 */
function locksOfLone(before: Relations, after: Relations, rewritten: readonly number[]): HeldLock[] {
  const locks: HeldLock[] = rewritten.map(relation => ({ relation, mode: 'AccessExclusiveLock' }))
  for (const [oid, old] of before) {
    const now = after.get(oid)
    if (isIndex(old.kind) && old.table !== null && now?.file !== old.file) {
      locks.push({ relation: old.table, mode: 'ShareUpdateExclusiveLock' })
    }
    if (old.parent !== null && !isIndex(old.kind) && now !== undefined && now.parent !== old.parent) {
      locks.push({ relation: old.parent, mode: 'ShareUpdateExclusiveLock' })
      locks.push({ relation: oid, mode: 'AccessExclusiveLock' })
    }
  }
  for (const [oid, now] of after) {
    if (isIndex(now.kind) && now.table !== null && !before.has(oid)) {
      locks.push({ relation: now.table, mode: 'ShareUpdateExclusiveLock' })
    }
  }
  return locks
}
