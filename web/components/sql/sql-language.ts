import { MySQL, PostgreSQL, sql } from '@codemirror/lang-sql'
import type { SQLNamespace } from '@codemirror/lang-sql'
import type { Extension } from '@codemirror/state'
import type { Engine, TablesQuery } from '../../graphql/generated/graphql.ts'

export type CatalogTable = NonNullable<TablesQuery['connection']>['tables'][number]

const DIALECTS = { POSTGRES: PostgreSQL, MYSQL: MySQL } satisfies Record<Engine, unknown>

/** Colours and completion for an engine's SQL; names come from the tables that the login can see. */
export function sqlLanguage(engine: Engine, tables: readonly CatalogTable[]): Extension {
  return sql({ dialect: DIALECTS[engine], schema: namespace(tables), upperCaseKeywords: true })
}

function namespace(tables: readonly CatalogTable[]): SQLNamespace {
  const names: Record<string, SQLNamespace> = {}
  for (const { name, columns } of tables)
    names[name] = columns.map(column => ({ label: column.name, detail: column.type, type: 'property' }))
  return names
}
