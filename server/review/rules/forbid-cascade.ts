import type { StructureObject } from '../../databases/schema-changes.ts'
import { inPlaceOf, withClause } from '../fix.ts'
import { actionsThat, clausePlace } from '../found-actions.ts'
import type { FoundAction } from '../found-actions.ts'
import type { LintInput, LintRule } from '../lint.ts'
import { namedObject } from '../named-object.ts'

type Cascading = FoundAction<'DROP' | 'DROP COLUMN' | 'DROP CONSTRAINT' | 'TRUNCATE'>
const MOST = 20

/** CASCADE takes what nobody has named with it. */
export const forbidCascade: LintRule = {
  id: 'forbid-cascade',
  check: input =>
    actionsThat(input, 'DROP', 'DROP COLUMN', 'DROP CONSTRAINT', 'TRUNCATE')
      .filter(({ action }) => action.cascades)
      .map(found => {
        const others = found.action.does === 'TRUNCATE' ? emptied(input, found) : alsoDropped(input)
        const names = others.slice(0, MOST).map(({ name }) => name)
        const list = others.length > MOST ? [...names, `${others.length - MOST} more`] : names
        return {
          severity: 'BLOCKING' as const,
          message:
            list.length === 0
              ? 'CASCADE takes with it whatever hangs off this by the time it is applied, without naming it.'
              : `CASCADE takes with it: ${list.join(', ')}.`,
          hint: 'Leave CASCADE out, and name what is to go in statements of its own.',
          ...clausePlace(found),
          fix: found.action.does === 'TRUNCATE' ? undefined : spelledOut(input, found, others),
        }
      }),
}

/** What is gone after the change and stands in none of its statements. */
function alsoDropped(input: LintInput): readonly StructureObject[] {
  const { before, after } = input
  if (after === null) return []
  const left = new Set(after.objects.map(({ id }) => id))
  const named = new Set<string>()
  for (const { action, table } of actionsThat(input, 'DROP', 'DROP COLUMN', 'DROP CONSTRAINT')) {
    const ids =
      action.does === 'DROP'
        ? action.names.map(name => namedObject(before, name, KINDS)?.id)
        : [
            `${action.does.slice(5)} ${table?.name}.${action.does === 'DROP COLUMN' ? action.column : action.name}`,
          ]
    for (const id of ids) if (id !== undefined) named.add(id)
  }
  const isNamed = ({ id, partOf }: StructureObject): boolean =>
    named.has(id) || (partOf !== null && named.has(partOf))
  const gone = before.objects.filter(object => !left.has(object.id) && !isNamed(object))
  const ids = new Set(gone.map(({ id }) => id))
  // The parts of what goes are no news, nor is what is written about it.
  return gone.filter(
    ({ kind, partOf }) => kind !== 'GRANT' && kind !== 'COMMENT' && !(partOf !== null && ids.has(partOf)),
  )
}

const KINDS = [
  'TABLE',
  'VIEW',
  'MATERIALIZED_VIEW',
  'INDEX',
  'SEQUENCE',
  'TYPE',
  'FUNCTION',
  'SCHEMA',
  'EXTENSION',
]

/** Tables that refer to those that are emptied, and those that refer to them. */
function emptied({ before }: LintInput, { action }: Cascading): readonly StructureObject[] {
  const first =
    action.does === 'TRUNCATE' ? action.tables.flatMap(name => namedObject(before, name)?.id ?? []) : []
  const all = new Set(first)
  const keys = before.objects.filter(({ kind, parts }) => kind === 'CONSTRAINT' && parts.form === 'f')
  for (let size = -1; size !== all.size;) {
    size = all.size
    for (const { partOf, needs } of keys)
      if (partOf !== null && needs.some(id => all.has(id) || all.has(tableOfColumn(id)))) all.add(partOf)
  }
  return before.objects.filter(({ id }) => all.has(id) && !first.includes(id))
}

const tableOfColumn = (id: string) => id.replace(/^COLUMN (.*)\.[^.]*$/, 'TABLE $1')

/** The same with a statement for each of the others before it, what hangs off another first. */
function spelledOut(
  input: LintInput,
  found: Cascading,
  others: readonly StructureObject[],
): string | undefined {
  const { statement, action } = found
  const words = input.text.slice(action.start, action.end)
  const without = words.replace(/\s+cascade$/i, '')
  const drops = inOrder(others).map(dropOf)
  if (without === words || drops.some(drop => drop === null)) return undefined
  const before = drops.flatMap(drop => drop ?? [])
  return action.does === 'DROP'
    ? inPlaceOf(input, statement, [...before, without])
    : withClause(input, found, without, { before })
}

function dropOf({ kind, name, parts }: StructureObject): string | null {
  if (kind === 'VIEW') return `DROP VIEW ${name}`
  if (kind === 'MATERIALIZED_VIEW') return `DROP MATERIALIZED VIEW ${name}`
  if (kind === 'CONSTRAINT' && parts.ofDomain !== true)
    return `ALTER TABLE ${String(parts.on)} DROP CONSTRAINT ${String(parts.sql)}`
  if (kind === 'INDEX' && parts.word === 'INDEX') return `DROP INDEX ${name}`
  return null
}

function inOrder(objects: readonly StructureObject[]): readonly StructureObject[] {
  const left = [...objects]
  const sorted: StructureObject[] = []
  while (left.length > 0) {
    const free = left.findIndex(({ id }) => !left.some(other => other.id !== id && other.needs.includes(id)))
    sorted.push(...left.splice(Math.max(0, free), 1))
  }
  return sorted
}
