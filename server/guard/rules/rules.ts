import type { StatementRule, TextRule } from '../rule.ts'
import { forbidDataModification } from './forbid-data-modification.ts'
import { forbidParameters } from './forbid-parameters.ts'
import { forbidRowLocks } from './forbid-row-locks.ts'
import { forbidSelectInto } from './forbid-select-into.ts'
import { forbidUnknownSyntax } from './forbid-unknown-syntax.ts'
import { forbidUnlistedCatalog } from './forbid-unlisted-catalog.ts'
import { forbidUnlistedFunction } from './forbid-unlisted-function.ts'
import { forbidUnlistedOperator } from './forbid-unlisted-operator.ts'
import { forbidUnlistedType } from './forbid-unlisted-type.ts'
import { requireParsableSql } from './require-parsable-sql.ts'
import { requireReadStatement } from './require-read-statement.ts'
import { requireSingleStatement } from './require-single-statement.ts'
import { warnCrossJoin } from './warn-cross-join.ts'
import { warnNoLimit } from './warn-no-limit.ts'
import { warnNullComparison } from './warn-null-comparison.ts'

/** Every rule, in the order in which its findings are shown. */
export const textRules: readonly TextRule[] = [requireParsableSql, requireSingleStatement]

export const statementRules: readonly StatementRule[] = [
  requireReadStatement,
  forbidDataModification,
  forbidSelectInto,
  forbidRowLocks,
  forbidParameters,
  forbidUnlistedFunction,
  forbidUnlistedCatalog,
  forbidUnlistedOperator,
  forbidUnlistedType,
  forbidUnknownSyntax,
  warnCrossJoin,
  warnNullComparison,
  warnNoLimit,
]
