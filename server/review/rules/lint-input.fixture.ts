import type { LintInput, LintRule } from '../lint.ts'
import type { Structure, StructureObject } from '../../databases/schema-changes.ts'
import type { CatalogChange, Engine, MigrationStep } from '../../domain.ts'
import { loadMigrationReaders } from '../../sql/sql.ts'

const readers = await loadMigrationReaders()

/** What was measured of every step, where a test says nothing else: a large table, and the catalog alone. */
const LARGE = {
  cost: 'METADATA' as const,
  locks: ['AccessExclusiveLock on public.t'],
  tableRows: 5_000_000,
  tableBytes: 3_000_000_000,
}
export const SMALL = { tableRows: 90, tableBytes: 33_000 }
export const NO_STATISTICS = { tableRows: null, tableBytes: null }

export interface LintFacts {
  engine?: Engine
  before?: readonly StructureObject[]
  after?: readonly StructureObject[]
  target?: readonly StructureObject[]
  version?: number
  settings?: Readonly<Record<string, string>>
  /** Of every step. */
  measured?: Partial<MigrationStep>
  /** Of the steps in their order, beside that. */
  steps?: readonly Partial<MigrationStep>[]
  request?: string | null
}

/** A change as it is judged, read by the grammar of its engine. */
export function inputFromSql(text: string, facts: LintFacts = {}): LintInput {
  const { engine = 'POSTGRES', before = [tableOf('public.t')].flat(), version, settings } = facts
  const reading = readers[engine]?.read(text)
  if (reading?.ok !== true) throw new Error(reading?.message)
  const structure = (objects: readonly StructureObject[]) => structureOf(objects, version, settings)
  return {
    engine,
    text,
    statements: reading.statements,
    steps: reading.statements.map(({ sql, transactional }, index) => ({
      ...{ position: index + 1, sql, transactional, applied: false, durationMs: null },
      ...LARGE,
      ...facts.measured,
      ...facts.steps?.[index],
    })),
    before: structure(before),
    target: structure(facts.target ?? before),
    after: structure(facts.after ?? before),
    ...{ sizes: [], changes: [], request: facts.request ?? null },
  }
}

export const findIn = (rule: LintRule, sql: string, facts: LintFacts = {}) =>
  rule.check(inputFromSql(sql, facts))

/** A table with these columns, as PostgreSQL tells of it. */
export function tableOf(
  name: string,
  columns: Readonly<Record<string, string>> = { id: 'bigint', a: 'integer', b: 'text' },
  parts: StructureObject['parts'] = {},
): StructureObject[] {
  const id = `TABLE ${name}`
  return [
    objectOf(id, { parts }),
    ...Object.entries(columns).map(([column, type]) =>
      objectOf(`COLUMN ${name}.${column}`, {
        partOf: id,
        parts: { column, type: type.replace(' not null', ''), notNull: type.endsWith(' not null') },
      }),
    ),
  ]
}

/** One step on a table of so many rows; what a test is about is put in its place. */
export function inputOf({
  sql = 'ALTER TABLE t ADD COLUMN a int',
  step = {},
  before = [],
  after = [],
  changes = [],
  request = null,
  kind = 'STRUCTURE',
}: {
  sql?: string
  step?: Partial<MigrationStep>
  before?: readonly StructureObject[]
  after?: readonly StructureObject[]
  changes?: readonly CatalogChange[]
  request?: string | null
  kind?: LintInput['statements'][number]['kind']
}): LintInput {
  return {
    engine: 'POSTGRES',
    text: sql,
    statements: [
      {
        ...{ sql, kind, command: 'ALTER TABLE', transactional: true, actions: [] },
        start: 0,
        end: sql.length,
      },
    ],
    steps: [
      {
        ...{ position: 1, sql, transactional: true, applied: false, durationMs: null },
        ...LARGE,
        locks: [],
        ...step,
      },
    ],
    before: structureOf(before),
    target: structureOf(before),
    after: structureOf(after),
    sizes: [],
    ...{ changes, request },
  }
}

export function objectOf(id: string, more: Partial<StructureObject> = {}): StructureObject {
  const [kind = ''] = id.split(' ')
  const name = id.slice(kind.length + 1)
  return {
    kind: kind as StructureObject['kind'],
    ...{ id, name, partOf: null, definition: name, needs: [], valid: true, position: null, parts: {} },
    ...more,
  }
}

function structureOf(
  objects: readonly StructureObject[],
  serverVersionNumber = 180_004,
  settings: Structure['settings'] = { search_path: '"$user", public' },
): Structure {
  return { objects, serverVersion: 'PostgreSQL 18.4', serverVersionNumber, settings }
}
