import type { GuardFunction } from '../guard-facts.ts'
import type { DialectPolicy, QualifiedName } from '../policy.ts'
import { ALLOWED_FUNCTIONS } from './allowed-functions.ts'
import { allowsRelation, foldName } from './allowed-relations.ts'
import { behind } from './behind-view.ts'

const ALLOWED_TYPES = new Set(
  `bigint binary blob char date datetime dec decimal double float inet4 inet6 int integer json longtext mediumint
  mediumtext nchar numeric real signed smallint text time timestamp tinyint tinytext unsigned uuid varbinary varchar
  vector year`.split(/\s+/),
)

export const mysqlPolicy: DialectPolicy = {
  // A bare name means the server's own function, if there is one, whatever a user has defined.
  builtInPrefix: null,
  // Of 5.5 and older no read-only transaction is known.
  oldestVersion: 50_600,
  allowsRelation,
  behind,
  functionsMeant,
  allowsFunction,
  allowsFunctionBehind: allowsFunction,
  allowsSamplingMethod: () => false,
  // The parser knows the operators themselves: none can be defined.
  allowsOperator: () => false,
  allowsSetting: () => false,
  allowsType: ({ schema, name }) => schema === null && ALLOWED_TYPES.has(name),
}

function allowsFunction({ builtIn, name }: GuardFunction): boolean {
  return builtIn && ALLOWED_FUNCTIONS.has(name)
}

/** A name with a schema is always a user's; a bare one that nobody has defined counts as the server's own. */
function functionsMeant(
  { schema, name }: QualifiedName,
  functions: readonly GuardFunction[],
): readonly GuardFunction[] {
  const ofUsers = functions.filter(
    called =>
      !called.builtIn &&
      foldName(called.name) === foldName(name) &&
      (schema === null || foldName(called.schema) === foldName(schema)),
  )
  if (schema !== null) return ofUsers
  const own: GuardFunction = { schema: '', name, volatility: 'VOLATILE', builtIn: true }
  return ALLOWED_FUNCTIONS.has(name) || ofUsers.length === 0 ? [own] : ofUsers
}
