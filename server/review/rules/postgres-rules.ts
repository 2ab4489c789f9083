import type { LintRule } from '../lint.ts'
import { forbidCheckedDomainColumn } from './forbid-checked-domain-column.ts'
import { forbidConstraintIndexBuild } from './forbid-constraint-index-build.ts'
import { forbidConstraintWithoutNotValid } from './forbid-constraint-without-not-valid.ts'
import { forbidCountingColumn } from './forbid-counting-column.ts'
import { forbidExclusionOnTable } from './forbid-exclusion-on-table.ts'
import { forbidForeignKeyWithoutNotValid } from './forbid-foreign-key-without-not-valid.ts'
import { forbidComputedAndStored } from './forbid-computed-and-stored.ts'
import { forbidUniqueOnNewColumn } from './forbid-unique-on-new-column.ts'
import { forbidUnprovedNotNull } from './forbid-unproved-not-null.ts'
import { forbidValidateWithOthers } from './forbid-validate-with-others.ts'
import { forbidVolatileDefault } from './forbid-volatile-default.ts'
import { warnCheckOnNewColumn } from './warn-check-on-new-column.ts'
import { warnReferenceOnNewColumn } from './warn-reference-on-new-column.ts'

/** By the words of PostgreSQL. */
export const POSTGRES_RULES: readonly LintRule[] = [
  forbidCheckedDomainColumn,
  forbidConstraintIndexBuild,
  forbidConstraintWithoutNotValid,
  forbidCountingColumn,
  forbidExclusionOnTable,
  forbidForeignKeyWithoutNotValid,
  forbidComputedAndStored,
  forbidUniqueOnNewColumn,
  forbidUnprovedNotNull,
  forbidValidateWithOthers,
  forbidVolatileDefault,
  warnCheckOnNewColumn,
  warnReferenceOnNewColumn,
]
