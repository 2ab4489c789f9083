import type { LintRule } from '../lint.ts'
import { forbidBrokenProgram } from './forbid-broken-program.ts'
import { forbidCharsetConversion } from './forbid-charset-conversion.ts'
import { forbidCheckCopy } from './forbid-check-copy.ts'
import { forbidCopyingTypeChange } from './forbid-copying-type-change.ts'
import { forbidExpressionDefault } from './forbid-expression-default.ts'
import { forbidForeignKeyCopy } from './forbid-foreign-key-copy.ts'
import { forbidListReorder } from './forbid-list-reorder.ts'
import { forbidLongName } from './forbid-long-name.ts'
import { forbidOwnWait } from './forbid-own-wait.ts'
import { forbidPartitionDrop } from './forbid-partition-drop.ts'
import { forbidPrimaryKeyChange } from './forbid-primary-key-change.ts'
import { forbidRebuildForRequired } from './forbid-rebuild-for-required.ts'
import { forbidSharedLock } from './forbid-shared-lock.ts'
import { forbidStoredColumn } from './forbid-stored-column.ts'
import { forbidTableCopy } from './forbid-table-copy.ts'
import { forbidTextGrowth } from './forbid-text-growth.ts'
import { forbidTextNarrowing } from './forbid-text-narrowing.ts'
import { forbidUncheckedKeys } from './forbid-unchecked-keys.ts'
import { forbidUnprovedUnique } from './forbid-unproved-unique.ts'
import { forbidUntriedDrop } from './forbid-untried-drop.ts'
import { forbidWideText } from './forbid-wide-text.ts'
import { forbidWriteToAllRows } from './forbid-write-to-all-rows.ts'
import { warnCascadeLock } from './warn-cascade-lock.ts'
import { warnDefaultCharset } from './warn-default-charset.ts'
import { warnDefinerRights } from './warn-definer-rights.ts'
import { warnDisplayWidth } from './warn-display-width.ts'
import { warnDuplicateIndex } from './warn-duplicate-index.ts'
import { warnEndOfTimestamp } from './warn-end-of-timestamp.ts'
import { warnHalfWay } from './warn-half-way.ts'
import { warnIgnoredCheck } from './warn-ignored-check.ts'
import { warnInexactMoney } from './warn-inexact-money.ts'
import { warnInlineReferences } from './warn-inline-references.ts'
import { warnKeyRunsOut } from './warn-key-runs-out.ts'
import { warnOldCharset } from './warn-old-charset.ts'
import { warnOnlineTool } from './warn-online-tool.ts'
import { warnOtherEngine } from './warn-other-engine.ts'
import { warnRebuildForOptional } from './warn-rebuild-for-optional.ts'
import { warnReplicaLag } from './warn-replica-lag.ts'
import { warnReservedName } from './warn-reserved-name.ts'
import { warnRowVersions } from './warn-row-versions.ts'
import { warnSlowAddColumn } from './warn-slow-add-column.ts'
import { warnSmallKey } from './warn-small-key.ts'
import { warnSuddenIndexDrop } from './warn-sudden-index-drop.ts'
import { warnTableRebuild } from './warn-table-rebuild.ts'
import { warnUntriedRename } from './warn-untried-rename.ts'
import { warnUpperCaseName } from './warn-upper-case-name.ts'
import { warnZeroDate } from './warn-zero-date.ts'

/** By the words of MySQL and MariaDB, and by what was measured of them. */
export const MYSQL_RULES: readonly LintRule[] = [
  forbidBrokenProgram,
  forbidCharsetConversion,
  forbidCheckCopy,
  forbidCopyingTypeChange,
  forbidExpressionDefault,
  forbidForeignKeyCopy,
  forbidListReorder,
  forbidLongName,
  forbidOwnWait,
  forbidPartitionDrop,
  forbidPrimaryKeyChange,
  forbidRebuildForRequired,
  forbidSharedLock,
  forbidStoredColumn,
  forbidTableCopy,
  forbidTextGrowth,
  forbidTextNarrowing,
  forbidUncheckedKeys,
  forbidUnprovedUnique,
  forbidUntriedDrop,
  forbidWideText,
  forbidWriteToAllRows,
  warnCascadeLock,
  warnDefaultCharset,
  warnDefinerRights,
  warnDisplayWidth,
  warnDuplicateIndex,
  warnEndOfTimestamp,
  warnHalfWay,
  warnIgnoredCheck,
  warnInexactMoney,
  warnInlineReferences,
  warnKeyRunsOut,
  warnOldCharset,
  warnOnlineTool,
  warnOtherEngine,
  warnRebuildForOptional,
  warnReplicaLag,
  warnReservedName,
  warnRowVersions,
  warnSlowAddColumn,
  warnSmallKey,
  warnSuddenIndexDrop,
  warnTableRebuild,
  warnUntriedRename,
  warnUpperCaseName,
  warnZeroDate,
]
