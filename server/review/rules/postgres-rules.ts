import type { LintRule } from '../lint.ts'
import { forbidCascade } from './forbid-cascade.ts'
import { forbidChangeOfOthers } from './forbid-change-of-others.ts'
import { forbidCheckedDomainColumn } from './forbid-checked-domain-column.ts'
import { forbidComputedAndStored } from './forbid-computed-and-stored.ts'
import { forbidConcurrentlyOnBrokenVersion } from './forbid-concurrently-on-broken-version.ts'
import { forbidConstraintIndexBuild } from './forbid-constraint-index-build.ts'
import { forbidConstraintWithoutNotValid } from './forbid-constraint-without-not-valid.ts'
import { forbidCountingColumn } from './forbid-counting-column.ts'
import { forbidCutName } from './forbid-cut-name.ts'
import { forbidDetachWithoutConcurrently } from './forbid-detach-without-concurrently.ts'
import { forbidExclusionOnTable } from './forbid-exclusion-on-table.ts'
import { forbidForeignKeyWithoutNotValid } from './forbid-foreign-key-without-not-valid.ts'
import { forbidGrantToEverybody } from './forbid-grant-to-everybody.ts'
import { forbidIndexWithoutConcurrently } from './forbid-index-without-concurrently.ts'
import { forbidMaybeInvalidIndex } from './forbid-maybe-invalid-index.ts'
import { forbidNewEnumValueInUse } from './forbid-new-enum-value-in-use.ts'
import { forbidOwnerChange } from './forbid-owner-change.ts'
import { forbidReindexWithoutConcurrently } from './forbid-reindex-without-concurrently.ts'
import { forbidStorageRewrite } from './forbid-storage-rewrite.ts'
import { forbidTypeRewrite } from './forbid-type-rewrite.ts'
import { forbidUniqueOnNewColumn } from './forbid-unique-on-new-column.ts'
import { forbidUnprovedNotNull } from './forbid-unproved-not-null.ts'
import { forbidUnsafeExtension } from './forbid-unsafe-extension.ts'
import { forbidUnstatedZone } from './forbid-unstated-zone.ts'
import { forbidVacuumFull } from './forbid-vacuum-full.ts'
import { forbidValidateWithOthers } from './forbid-validate-with-others.ts'
import { forbidViewPastRowSecurity } from './forbid-view-past-row-security.ts'
import { forbidVolatileDefault } from './forbid-volatile-default.ts'
import { forbidWriteWithoutWhere } from './forbid-write-without-where.ts'
import { warnAttachScan } from './warn-attach-scan.ts'
import { warnCheckOnNewColumn } from './warn-check-on-new-column.ts'
import { warnDomainCheck } from './warn-domain-check.ts'
import { warnDropDependents } from './warn-drop-dependents.ts'
import { warnDropIndexWithoutConcurrently } from './warn-drop-index-without-concurrently.ts'
import { warnDropNotNull } from './warn-drop-not-null.ts'
import { warnForeignKeyTypes } from './warn-foreign-key-types.ts'
import { warnForeignKeyWithoutIndex } from './warn-foreign-key-without-index.ts'
import { warnInvalidIndex } from './warn-invalid-index.ts'
import { warnKeyFromNullableIndex } from './warn-key-from-nullable-index.ts'
import { warnManyTablesLocked } from './warn-many-tables-locked.ts'
import { warnReferenceOnNewColumn } from './warn-reference-on-new-column.ts'
import { warnRefreshWithoutConcurrently } from './warn-refresh-without-concurrently.ts'
import { warnReplicatedTable } from './warn-replicated-table.ts'
import { warnTriggerLock } from './warn-trigger-lock.ts'
import { warnTypeChoice } from './warn-type-choice.ts'
import { warnUnnamedConcurrentIndex } from './warn-unnamed-concurrent-index.ts'
import { warnViewOfAllColumns } from './warn-view-of-all-columns.ts'

/** By the words of PostgreSQL. */
export const POSTGRES_RULES: readonly LintRule[] = [
  forbidCascade,
  forbidChangeOfOthers,
  forbidCheckedDomainColumn,
  forbidComputedAndStored,
  forbidConcurrentlyOnBrokenVersion,
  forbidConstraintIndexBuild,
  forbidConstraintWithoutNotValid,
  forbidCountingColumn,
  forbidCutName,
  forbidDetachWithoutConcurrently,
  forbidExclusionOnTable,
  forbidForeignKeyWithoutNotValid,
  forbidGrantToEverybody,
  forbidIndexWithoutConcurrently,
  forbidMaybeInvalidIndex,
  forbidNewEnumValueInUse,
  forbidOwnerChange,
  forbidReindexWithoutConcurrently,
  forbidStorageRewrite,
  forbidTypeRewrite,
  forbidUniqueOnNewColumn,
  forbidUnprovedNotNull,
  forbidUnsafeExtension,
  forbidUnstatedZone,
  forbidVacuumFull,
  forbidValidateWithOthers,
  forbidViewPastRowSecurity,
  forbidVolatileDefault,
  forbidWriteWithoutWhere,
  warnAttachScan,
  warnCheckOnNewColumn,
  warnDomainCheck,
  warnDropDependents,
  warnDropIndexWithoutConcurrently,
  warnDropNotNull,
  warnForeignKeyTypes,
  warnForeignKeyWithoutIndex,
  warnInvalidIndex,
  warnKeyFromNullableIndex,
  warnManyTablesLocked,
  warnReferenceOnNewColumn,
  warnRefreshWithoutConcurrently,
  warnReplicatedTable,
  warnTriggerLock,
  warnTypeChoice,
  warnUnnamedConcurrentIndex,
  warnViewOfAllColumns,
]
