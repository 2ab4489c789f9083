import { byName } from '../by-name.ts'
import type { GuardFacts, GuardFunction } from '../guard-facts.ts'
import type { Behind, DialectPolicy, QualifiedName } from '../policy.ts'
import { allowsBuiltInFunction, allowsExtensionFunction, allowsFunctionBehind } from './allowed-functions.ts'
import { BUILT_IN_OPERATORS } from './built-in-operators.ts'
import { CATALOG_RELATIONS, INFORMATION_SCHEMA_VIEWS } from './allowed-relations.ts'
import { ALLOWED_SETTINGS } from './allowed-settings.ts'
import { allowsTypeName } from './allowed-types.ts'

const OWN_SCHEMA = 'pg_catalog'

export const postgresPolicy: DialectPolicy = {
  builtInPrefix: `${OWN_SCHEMA}.`,
  // Older ones have no policies on rows, and are in nobody's support.
  oldestVersion: 90_500,
  allowsRelation,
  behind,
  functionsMeant: ({ schema, name }, functions) =>
    byName(functions, name).filter(called => schema === null || called.schema === schema),
  allowsFunction,
  allowsFunctionBehind: called => allowsFunction(called) || allowsFunctionBehind(called),
  allowsSamplingMethod: method => isOwn(method) && ['system', 'bernoulli'].includes(method.name),
  allowsOperator: operator => isOwn(operator) && BUILT_IN_OPERATORS.has(operator.name),
  allowsSetting: name => ALLOWED_SETTINGS.has(name),
  allowsType: ({ schema, name }) => allowsTypeName(schema, name),
}

function allowsFunction(called: GuardFunction): boolean {
  return called.builtIn
    ? called.schema === OWN_SCHEMA && allowsBuiltInFunction(called)
    : allowsExtensionFunction(called)
}

/** PostgreSQL looks a bare name up in pg_catalog first, and every relation there begins with `pg_`. */
function allowsRelation({ schema, name }: QualifiedName, searchPath: readonly string[]): boolean {
  if (schema === 'information_schema') return INFORMATION_SCHEMA_VIEWS.has(name)
  if (schema === OWN_SCHEMA || (schema === null && name.startsWith('pg_'))) return CATALOG_RELATIONS.has(name)
  // In the search path these schemas lend their relations a bare name. Nobody has them there by accident.
  if (schema === null) return !searchPath.some(isOwnSchema) || INFORMATION_SCHEMA_VIEWS.has(name)
  // pg_toast holds the long values of every table; pg_temp_… those of other sessions.
  return !schema.startsWith('pg_')
}

function isOwnSchema(schema: string): boolean {
  return schema === 'information_schema' || schema.startsWith('pg_toast') || schema.startsWith('pg_temp')
}

/** The server has told of every relation what is behind it. */
function behind({ schema, name }: QualifiedName, { relations }: GuardFacts): readonly Behind[] {
  return byName(relations, name)
    .filter(relation => (schema === null ? relation.bare : relation.schema === schema))
    .map(relation => ({ ...relation, unknown: null }))
}

function isOwn({ schema }: QualifiedName): boolean {
  return schema === null || schema === OWN_SCHEMA
}
