import type { AlteredColumn } from '../../databases/ddl.ts'
import type { CatalogTable } from '../../domain.ts'
import type { Change, ColumnPlace } from './change.ts'
import { holds, holdsNative } from './column-types.ts'
import { Doubt } from './doubt.ts'
import type { Scene } from './scene.ts'
import { literal } from './values.ts'
import { neutralValue, writeColumn, writeForeignKey } from './write-column.ts'
import { writeCondition } from './write-condition.ts'

/** The statements of changes, in their order; columns that one table gets one after the other are added at once. */
export function writeSql(changes: readonly Change[], scene: Scene): string[] {
  const { dialect } = scene
  const quote = (name: string) => dialect.quoteIdentifier(name)
  const statements: string[] = []
  for (let at = 0; at < changes.length; at++) {
    const change = changes[at]
    if (change === undefined) continue
    if (change.kind !== 'ADD_COLUMN') {
      statements.push(...write(change))
      continue
    }
    const together = [change]
    while (isPlain(change)) {
      const next = changes[at + 1]
      if (
        next?.kind !== 'ADD_COLUMN' ||
        next.table.name !== change.table.name ||
        next.table.schema !== change.table.schema ||
        !isPlain(next)
      )
        break
      together.push(next)
      at++
    }
    statements.push(...addColumns(together))
  }
  return statements

  function placeOf({ schema, name }: Pick<CatalogTable, 'schema' | 'name'>): string {
    return isBare(schema) ? quote(name) : `${quote(schema)}.${quote(name)}`
  }
  function isBare(schema: string): boolean {
    return scene.catalog.searchPath.includes(schema)
  }
  function foreignKey(
    columns: readonly string[],
    references: Extract<Change, { kind: 'ADD_FOREIGN_KEY' }>['references'],
  ): string {
    return writeForeignKey(columns, { ...references, qualified: !isBare(references.table.schema) }, dialect)
  }
  function altered({ table, column }: ColumnPlace): AlteredColumn {
    const definition = scene.details(table).columns.find(({ name }) => name === column.name)?.definition
    if (definition === undefined)
      throw new Doubt(`${table.name}.${column.name} is only made by this change: say all of it at once.`)
    return { table: placeOf(table), column: quote(column.name), definition }
  }

  function addColumns(added: readonly Extract<Change, { kind: 'ADD_COLUMN' }>[]): string[] {
    const [first] = added
    if (first === undefined) return []
    const table = placeOf(first.table)
    const isFilled = first.fill !== null
    const needsValue = first.column.required && first.column.default === null && !first.column.counting
    const neutral = needsValue && !isFilled ? neutralValue(first.column, dialect) : null
    if (needsValue && !isFilled && neutral === null && first.table.rowEstimate !== 0)
      throw asksForValue(first)
    const columns = added.map(({ column }) => {
      const filled = isFilled && column.required ? { ...column, required: false } : column
      const { definition, beside } = writeColumn(filled, dialect)
      const references =
        beside.length === 0 || column.references === null
          ? []
          : [foreignKey([column.name], column.references)]
      const withDefault =
        neutral === null ? definition : definition.replace(' NOT NULL', ` NOT NULL DEFAULT ${neutral}`)
      return { adding: `ADD COLUMN ${withDefault}`, references: references.map(text => `ADD ${text}`) }
    })
    const actions = [
      ...columns.map(({ adding }) => adding),
      ...columns.flatMap(({ references }) => references),
    ]
    const [only, ...more] = actions
    const result = [
      more.length === 0
        ? `ALTER TABLE ${table} ${only ?? ''}`
        : `ALTER TABLE ${table}\n  ${actions.join(',\n  ')}`,
    ]
    const name = quote(first.column.name)
    if (neutral !== null) {
      scene.notes.push(
        `the rows that are there get ${neutral} in ${first.column.name}; say "default …" or "filled with …" for another value`,
      )
      result.push(`ALTER TABLE ${table} ALTER COLUMN ${name} DROP DEFAULT`)
    }
    if (first.fill !== null) {
      result.push(`UPDATE ${table} SET ${name} = ${literal(first.fill, holds(first.column.type), dialect)}`)
      if (first.column.required)
        result.push(
          dialect.ddl.setNullable({ table, column: name, definition: definitionOf(first.column) }, false),
        )
    }
    for (const { column } of added)
      if (column.comment !== null)
        result.push(
          dialect.ddl.commentOnColumn(
            { table, column: quote(column.name), definition: definitionOf(column) },
            column.comment,
          ),
        )
    return result
  }

  /** All but its name. */
  function definitionOf(column: Extract<Change, { kind: 'ADD_COLUMN' }>['column']): string {
    const { definition } = writeColumn({ ...column, unique: false, primaryKey: false }, dialect)
    return definition.slice(quote(column.name).length + 1)
  }

  function asksForValue({ table, column }: Extract<Change, { kind: 'ADD_COLUMN' }>): Doubt {
    const among = column.conditions.find(condition => condition.kind === 'among')
    const list =
      among === undefined
        ? ''
        : ` only ${among.values.slice(0, -1).join(', ')} or ${among.values.at(-1) ?? ''}`
    const reference = column.references === null ? '' : ` that references ${column.references.table.name}`
    const column1 = `column ${column.name}${reference}`
    return new Doubt(`${table.name} has rows already: what should be in ${column.name} for those?`, [
      ...(among?.values.slice(0, 2) ?? []).map(value => ({
        words: null,
        by: `Add a required column ${column.name} to ${table.name} default '${value}',${list}`,
      })),
      { words: null, by: `Add an optional ${column1} to ${table.name}${list === '' ? '' : `,${list}`}` },
    ])
  }

  function write(change: Exclude<Change, { kind: 'ADD_COLUMN' }>): string[] {
    const { ddl } = dialect
    switch (change.kind) {
      case 'DROP_COLUMN':
        return [`ALTER TABLE ${placeOf(change.table)} DROP COLUMN ${quote(change.column.name)}`]
      case 'RENAME_COLUMN':
        return [
          `ALTER TABLE ${placeOf(change.table)} RENAME COLUMN ${quote(change.column.name)} TO ${quote(change.to)}`,
        ]
      case 'SET_TYPE':
        return [ddl.setType(altered(change), change.type)]
      case 'SET_NULLABLE': {
        const { fill, table, column } = change
        const name = quote(column.name)
        const filling =
          fill === null
            ? []
            : [
                `UPDATE ${placeOf(table)} SET ${name} = ${literal(fill, holdsNative(column.type), dialect)} WHERE ${name} IS NULL`,
              ]
        if (column.nullable === change.nullable && fill === null)
          throw new Doubt(
            `${table.name}.${column.name} is ${column.nullable ? 'optional' : 'required'} already.`,
          )
        return column.nullable === change.nullable
          ? filling
          : [...filling, ddl.setNullable(altered(change), change.nullable)]
      }
      case 'SET_DEFAULT':
        return [
          change.value === null
            ? `ALTER TABLE ${placeOf(change.table)} ALTER COLUMN ${quote(change.column.name)} DROP DEFAULT`
            : ddl.setDefault(
                altered(change),
                literal(change.value, holdsNative(change.column.type), dialect),
              ),
        ]
      case 'COMMENT_ON_COLUMN':
        return [ddl.commentOnColumn(altered(change), change.comment)]
      case 'COMMENT_ON_TABLE':
        return [ddl.commentOnTable(placeOf(change.table), change.comment)]
      case 'ADD_UNIQUE': {
        const names = change.columns.map(({ name }) => name)
        const there = scene
          .details(change.table)
          .keys.find(
            ({ kind, columns }) =>
              (kind === 'UNIQUE' || kind === 'PRIMARY') &&
              [...columns].sort().join() === [...names].sort().join(),
          )
        if (there !== undefined)
          throw new Doubt(`${change.table.name} (${names.join(', ')}) is unique already: ${there.name}.`)
        return [`ALTER TABLE ${placeOf(change.table)} ADD UNIQUE (${names.map(quote).join(', ')})`]
      }
      case 'ADD_PRIMARY_KEY':
        return [
          `ALTER TABLE ${placeOf(change.table)} ADD PRIMARY KEY (${change.columns.map(({ name }) => quote(name)).join(', ')})`,
        ]
      case 'ADD_CHECK': {
        const { name, type } = change.column
        return [
          `ALTER TABLE ${placeOf(change.table)} ADD CHECK (${writeCondition(quote(name), change.condition, holdsNative(type), dialect)})`,
        ]
      }
      case 'ADD_FOREIGN_KEY': {
        const definition = foreignKey(change.columns, change.references)
        const there = scene
          .details(change.table)
          .keys.find(({ kind, columns }) => kind === 'FOREIGN' && columns.join() === change.columns.join())
        return [
          there === undefined
            ? `ALTER TABLE ${placeOf(change.table)} ADD ${definition}`
            : ddl.replaceForeignKey(placeOf(change.table), there, definition),
        ]
      }
      case 'ADD_INDEX': {
        const { table, columns, unique, name } = change
        const taken = scene.details(table).keys.map(key => key.name)
        const parts = columns.map(column => ddl.indexPart(quote(column.name), column.type))
        const called =
          name ??
          freeName(
            `${table.name}_${columns.map(column => column.name).join('_')}_idx`.slice(0, MOST_LETTERS),
            taken,
          )
        return [
          `CREATE ${unique ? 'UNIQUE ' : ''}INDEX ${quote(called)} ON ${placeOf(table)} (${parts.join(', ')})`,
        ]
      }
      case 'DROP_KEY':
        return [ddl.dropKey(placeOf(change.table), keyOf(change))]
      case 'CREATE_TABLE': {
        const columns = change.columns.map(column => ({ column, ...writeColumn(column, dialect) }))
        const lines = [
          ...columns.map(({ definition }) => definition),
          ...columns.flatMap(({ column }) =>
            column.references === null ? [] : [foreignKey([column.name], column.references)],
          ),
        ]
        return [
          `CREATE TABLE ${placeOf({ schema: change.schema, name: change.table })} (\n  ${lines.join(',\n  ')}\n)`,
        ]
      }
      case 'RENAME_TABLE': {
        const word = change.table.kind === 'TABLE' || dialect.ddl.renamesViewsAsTables ? 'TABLE' : 'VIEW'
        // Without a schema the table stays in its own, but not in every engine.
        const to =
          isBare(change.table.schema) || dialect.ddl.renamesInPlace
            ? quote(change.to)
            : placeOf({ schema: change.table.schema, name: change.to })
        return [`ALTER ${word} ${placeOf(change.table)} RENAME TO ${to}`]
      }
      case 'DROP_TABLE':
        return [`DROP ${DROP_WORDS[change.table.kind]} ${placeOf(change.table)}`]
      case 'CREATE_VIEW':
        return [
          `CREATE ${change.replace ? 'OR REPLACE ' : ''}VIEW ${quote(change.view)} AS\n${change.sql.replace(/;\s*$/, '')}`,
        ]
    }
  }

  function keyOf({ table, keyKind, columns, name }: Extract<Change, { kind: 'DROP_KEY' }>) {
    const { keys } = scene.details(table)
    const fits = keys.filter(key =>
      name === null
        ? (key.kind === keyKind || (keyKind === 'INDEX' && key.kind === 'UNIQUE' && !key.constraint)) &&
          (columns ?? []).every(column => key.columns.includes(column)) &&
          key.columns.length === (columns ?? []).length
        : key.name === name,
    )
    const [only, ...more] = fits
    const words = {
      INDEX: 'index',
      UNIQUE: 'unique constraint',
      FOREIGN: 'foreign key',
      CHECK: 'check',
      PRIMARY: 'primary key',
    }
    if (only === undefined)
      throw new Doubt(`${table.name} has no ${words[keyKind]} on ${(columns ?? [name ?? '']).join(', ')}.`)
    if (more.length > 0)
      throw new Doubt(
        `There are several: ${fits.map(key => key.name).join(', ')}.`,
        fits
          .slice(0, 3)
          .map(key => ({ words: null, by: `Drop the ${words[keyKind]} ${key.name} on ${table.name}` })),
      )
    return only
  }
}

/** PostgreSQL cuts names after 63 bytes. */
const MOST_LETTERS = 60
const DROP_WORDS = {
  TABLE: 'TABLE',
  VIEW: 'VIEW',
  MATERIALIZED_VIEW: 'MATERIALIZED VIEW',
  FOREIGN_TABLE: 'FOREIGN TABLE',
} as const

/** Such a column has nothing of its own that the others would not have. */
function isPlain({ column, fill }: Extract<Change, { kind: 'ADD_COLUMN' }>): boolean {
  return fill === null && column.comment === null && !(column.required && column.default === null)
}

function freeName(name: string, taken: readonly string[]): string {
  let found = name
  for (let number = 2; taken.includes(found); number++) found = `${name}${number}`
  return found
}
