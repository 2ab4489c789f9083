import type { LintInput } from '../lint.ts'
import type { Structure, StructureObject } from '../../databases/schema-changes.ts'
import type { CatalogChange, MigrationStep } from '../../domain.ts'

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
    statements: [{ sql, kind, command: 'ALTER TABLE', transactional: true, start: 0, end: sql.length }],
    steps: [
      {
        ...{ position: 1, sql, transactional: true, cost: 'METADATA', locks: [], applied: false },
        ...{ tableRows: 5_000_000, tableBytes: 3_000_000_000, durationMs: null },
        ...step,
      },
    ],
    before: structureOf(before),
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

function structureOf(objects: readonly StructureObject[]): Structure {
  return { objects, serverVersion: 'PostgreSQL 18.4', serverVersionNumber: 180_004, settings: {} }
}
