/** SQL of a change becomes a revision: read, tried on a shadow, undone there, judged, and given its digest. */
import type { SchemaChanges, Shadow, StepMeasure, Structure, TableSize } from '../databases/schema-changes.ts'
import type { OpenDatabase } from '../databases/open-databases.ts'
import type { Connection, DryRun, Finding, MigrationStep, Problem } from '../domain.ts'
import { AppError } from '../errors.ts'
import type { MigrationStatement } from '../sql/sql.ts'
import type { ProposalRevision, RevisionBase } from '../store/proposals.ts'
import type { Dependencies } from './dependencies.ts'
import { readChange } from './read-change.ts'
import { digestOfRevision } from './revision-digest.ts'

export interface ChangeToPrepare {
  connection: Connection
  revision: number
  editorId: string
  sql: string
  /** Null: one is written, where it can be. */
  rollbackSql: string | null
  /** What was asked for in words. */
  request: string | null
  /** Of a way back: what was written since and would be lost, counted on the target. */
  lost?: RevisionBase['lost']
}

/** What was found out on the shadow, as far as it went. */
interface Trial {
  dryRun: DryRun
  measures: readonly StepMeasure[]
  /** Of the copy, so that a rename shows as one. */
  empty: Structure | null
  after: Structure | null
  rollbackSql: string | null
  predicted: readonly string[]
  roots: readonly string[] | null
  findings: readonly Finding[]
}

export type PrepareChange = ReturnType<typeof createPrepareChange>

export function createPrepareChange(dependencies: Dependencies) {
  const { databases, review, now } = dependencies

  /** Fails with INPUT_INVALID, PROPOSAL_REFUSED or as the database does; changes nothing on the target. */
  return async function prepare(change: ChangeToPrepare): Promise<ProposalRevision> {
    const { connection, sql } = change
    const statements = readChange(dependencies, connection, sql)
    const opened = await databases.get(connection)
    const changes = await opened.changes()
    const [before, target, sizes] = await Promise.all([
      changes.readStructure(),
      changes.identity(),
      changes.readSizes(),
    ])
    const trial = await tryOnShadow({ ...change, statements, changes, before, opened })
    const { measures, empty, after, rollbackSql, predicted, roots, dryRun } = trial
    const steps = statements.map((statement, index) => stepOf(statement, index, measures[index], sizes))
    const catalogChanges = empty === null || after === null ? [] : review.catalogChanges(empty, after)
    const findings = [
      ...trial.findings,
      ...(change.lost ?? []).filter(({ count }) => count !== 0).map(lostWith),
      ...review.lint({
        engine: connection.engine,
        ...{ text: sql, statements, steps, before: empty ?? before, target: before, after, sizes },
        changes: catalogChanges,
        request: change.request,
      }),
    ]
    const base = {
      target,
      roots: roots === null ? null : [...roots],
      fingerprint: review.fingerprint(before, roots),
      predicted: [...predicted],
      settings: { ...before.settings },
      serverVersion: before.serverVersion,
      ...(change.lost !== undefined && { lost: change.lost }),
      ...(roots !== null && { objects: [...review.objectsOf(before, roots)] }),
    }
    const made = {
      ...{
        revision: change.revision,
        editorId: change.editorId,
        sql,
        rollbackSql,
        steps,
        findings,
        dryRun,
        base,
      },
      changes: catalogChanges,
      createdAt: now(),
    }
    return { ...made, digest: digestOfRevision(dependencies, connection, made) }
  }

  async function tryOnShadow(
    change: ChangeToPrepare & {
      statements: readonly MigrationStatement[]
      changes: SchemaChanges
      before: Structure
      opened: OpenDatabase
    },
  ): Promise<Trial> {
    const startedAt = now()
    const outcome = (more: Partial<DryRun>): DryRun => ({
      ok: false,
      place: 'NONE',
      durationMs: now().getTime() - startedAt.getTime(),
      rollbackVerified: null,
      rollbackClass: null,
      notes: [],
      problem: null,
      ranAt: startedAt,
      ...more,
    })
    const nothing: Omit<Trial, 'dryRun'> = {
      measures: [],
      empty: null,
      after: null,
      rollbackSql: change.rollbackSql,
      predicted: [],
      roots: null,
      findings: [],
    }
    let shadow: Shadow
    try {
      shadow = await change.changes.openShadow(change.before)
    } catch (error) {
      const problem = problemOf(error)
      return {
        ...nothing,
        dryRun: outcome({ problem }),
        findings: [
          {
            code: 'warn-not-tried',
            severity: 'WARNING',
            message: `Nothing could try this change before: ${problem.message}`,
            hint: problem.hints[0] ?? null,
            ...{ start: null, end: null },
          },
        ],
      }
    }
    try {
      const { place } = shadow
      const notes = [...shadow.notes]
      const empty = await shadow.readStructure()
      const structures: Structure[] = []
      const measures: StepMeasure[] = []
      for (const [index, statement] of change.statements.entries()) {
        try {
          measures.push(await shadow.run(statement))
          structures.push(await shadow.readStructure())
        } catch (error) {
          const problem = problemOf(error)
          const message = `Step ${index + 1} fails: ${problem.message}`
          return {
            ...nothing,
            measures,
            dryRun: outcome({ place, notes, problem: { ...problem, message } }),
            findings: [
              {
                code: 'forbid-failing-step',
                severity: 'BLOCKING',
                message,
                hint: problem.hints[0] ?? null,
                start: statement.start,
                end: statement.end,
              },
            ],
          }
        }
      }
      const after = structures.at(-1) ?? empty
      const roots = review.touchedRoots(
        empty,
        after,
        measures.flatMap(({ tables }) => tables),
      )
      // The copy speaks for the target only where it is one.
      const speaks = review.fingerprint(empty, roots) === review.fingerprint(change.before, roots)
      const { written, ...proof } = await proveRollback({ ...change, shadow, empty, after, roots })
      return {
        measures,
        empty,
        after,
        roots,
        rollbackSql: written,
        predicted: speaks ? structures.map(structure => review.fingerprint(structure, roots)) : [],
        dryRun: outcome({ ok: true, place, ...proof, notes: [...notes, ...proof.notes] }),
        findings: [],
      }
    } finally {
      await shadow.close()
    }
  }

  /** Runs the way back on the shadow that the change was tried on, and compares. */
  async function proveRollback(change: {
    connection: Connection
    opened: OpenDatabase
    rollbackSql: string | null
    shadow: Shadow
    empty: Structure
    after: Structure
    roots: readonly string[]
  }) {
    const { connection, opened, shadow, empty, after, roots } = change
    const drafted = opened.writeRollback(empty, after)
    const rollbackClass = drafted.class
    const statements =
      change.rollbackSql === null
        ? drafted.statements
        : change.rollbackSql.trim() === ''
          ? []
          : readChange(dependencies, connection, change.rollbackSql)
    const written = change.rollbackSql ?? (statements.map(({ sql }) => `${sql};`).join('\n') || null)
    if (statements.length === 0)
      return { written, rollbackVerified: null, rollbackClass, notes: drafted.notes }
    try {
      for (const statement of statements) await shadow.run(statement)
      const back = await shadow.readStructure()
      const rollbackVerified = review.fingerprint(back, roots) === review.fingerprint(empty, roots)
      const notes = rollbackVerified ? [] : ['The rollback does not lead back to what was there before.']
      return { written, rollbackVerified, rollbackClass, notes: [...drafted.notes, ...notes] }
    } catch (error) {
      const notes = [`The rollback fails: ${problemOf(error).message}`]
      return { written, rollbackVerified: false, rollbackClass, notes: [...drafted.notes, ...notes] }
    }
  }
}

function lostWith({ what, count }: { what: string; count: number | null }): Finding {
  return {
    code: 'warn-written-since',
    severity: 'WARNING',
    message: `The way back loses ${count === null ? `${what}: how many could not be counted` : `${count.toLocaleString('en')} ${what}`}.`,
    hint: 'Somebody else has to agree. Keep what is needed elsewhere first.',
    ...{ start: null, end: null },
  }
}

function stepOf(
  { sql, transactional }: MigrationStatement,
  index: number,
  measure: StepMeasure | undefined,
  sizes: readonly TableSize[],
): MigrationStep {
  const touched = sizes.filter(({ id }) => measure?.tables.includes(id))
  const isKnown = measure !== undefined && touched.length > 0
  const largest = (of: (size: TableSize) => number | null) =>
    isKnown && touched.every(size => of(size) !== null)
      ? Math.max(...touched.map(size => of(size) ?? 0))
      : null
  return {
    position: index + 1,
    sql,
    transactional,
    cost: measure?.cost ?? 'UNKNOWN',
    locks: measure?.locks ?? [],
    tableRows: largest(({ rows }) => rows),
    tableBytes: largest(({ bytes }) => bytes),
    applied: false,
    durationMs: null,
  }
}

export function problemOf(error: unknown): Problem {
  if (!(error instanceof AppError)) throw error
  const { code, message, hints, retryable } = error
  return { code, message, hints, retryable }
}
