import type { DialectPolicy, QualifiedName } from '../policy.ts'
import { allowsBuiltInFunction, allowsExtensionFunction } from './allowed-functions.ts'
import { BUILT_IN_OPERATORS } from './built-in-operators.ts'
import { CATALOG_RELATIONS, INFORMATION_SCHEMA_VIEWS } from './allowed-relations.ts'
import { allowsTypeName } from './allowed-types.ts'

const OWN_SCHEMA = 'pg_catalog'

export const postgresPolicy: DialectPolicy = {
  builtInPrefix: `${OWN_SCHEMA}.`,
  allowsRelation,
  functionsMeant: (meant, functions) =>
    functions.filter(
      ({ schema, name }) => name === meant.name && (meant.schema === null || schema === meant.schema),
    ),
  allowsFunction: called =>
    called.builtIn
      ? called.schema === OWN_SCHEMA && allowsBuiltInFunction(called)
      : allowsExtensionFunction(called),
  allowsSamplingMethod: method => isOwn(method) && ['system', 'bernoulli'].includes(method.name),
  allowsOperator: operator => isOwn(operator) && BUILT_IN_OPERATORS.has(operator.name),
  allowsType: ({ schema, name }) => allowsTypeName(schema, name),
}

/** PostgreSQL looks a bare name up in pg_catalog first, and every relation there begins with `pg_`. */
function allowsRelation({ schema, name }: QualifiedName): boolean {
  if (schema === 'information_schema') return INFORMATION_SCHEMA_VIEWS.has(name)
  if (schema === OWN_SCHEMA || (schema === null && name.startsWith('pg_'))) return CATALOG_RELATIONS.has(name)
  // pg_toast holds the long values of every table; pg_temp_… those of other sessions.
  return schema === null || !schema.startsWith('pg_')
}

function isOwn({ schema }: QualifiedName): boolean {
  return schema === null || schema === OWN_SCHEMA
}
