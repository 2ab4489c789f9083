import type { StatementRule, TextRule } from '../rule.ts'
import { forbidDataModification } from './forbid-data-modification.ts'
import { forbidForeignTable } from './forbid-foreign-table.ts'
import { forbidParameters } from './forbid-parameters.ts'
import { forbidRowLocks } from './forbid-row-locks.ts'
import { forbidSelectInto } from './forbid-select-into.ts'
import { forbidUnknownSyntax } from './forbid-unknown-syntax.ts'
import { forbidUnlistedCast } from './forbid-unlisted-cast.ts'
import { forbidUnlistedCatalog } from './forbid-unlisted-catalog.ts'
import { forbidUnlistedFunction } from './forbid-unlisted-function.ts'
import { forbidUnlistedOperator } from './forbid-unlisted-operator.ts'
import { forbidUnlistedSetting } from './forbid-unlisted-setting.ts'
import { forbidUnlistedType } from './forbid-unlisted-type.ts'
import { forbidViewWithUnlistedCode } from './forbid-view-with-unlisted-code.ts'
import { requireParsableSql } from './require-parsable-sql.ts'
import { requireReadStatement } from './require-read-statement.ts'
import { requireSingleStatement } from './require-single-statement.ts'
import { warnCrossJoin } from './warn-cross-join.ts'
import { warnLimitWithoutOrder } from './warn-limit-without-order.ts'
import { warnManyJoins } from './warn-many-joins.ts'
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
  forbidViewWithUnlistedCode,
  forbidForeignTable,
  forbidUnlistedOperator,
  forbidUnlistedType,
  forbidUnlistedCast,
  forbidUnlistedSetting,
  forbidUnknownSyntax,
  warnCrossJoin,
  warnManyJoins,
  warnLimitWithoutOrder,
  warnNullComparison,
]
