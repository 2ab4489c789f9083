import type { LintRule } from '../lint.ts'
import { forbidCharsetConversion } from './forbid-charset-conversion.ts'
import { forbidCheckCopy } from './forbid-check-copy.ts'
import { forbidCopyingTypeChange } from './forbid-copying-type-change.ts'
import { forbidExpressionDefault } from './forbid-expression-default.ts'
import { forbidForeignKeyCopy } from './forbid-foreign-key-copy.ts'
import { forbidListReorder } from './forbid-list-reorder.ts'
import { forbidPrimaryKeyChange } from './forbid-primary-key-change.ts'
import { forbidRebuildForRequired } from './forbid-rebuild-for-required.ts'
import { forbidSharedLock } from './forbid-shared-lock.ts'
import { forbidStoredColumn } from './forbid-stored-column.ts'
import { forbidTableCopy } from './forbid-table-copy.ts'
import { forbidTextGrowth } from './forbid-text-growth.ts'
import { forbidTextNarrowing } from './forbid-text-narrowing.ts'
import { forbidUncheckedKeys } from './forbid-unchecked-keys.ts'
import { forbidUnprovedUnique } from './forbid-unproved-unique.ts'
import { warnCascadeLock } from './warn-cascade-lock.ts'
import { warnDefaultCharset } from './warn-default-charset.ts'
import { warnIgnoredCheck } from './warn-ignored-check.ts'
import { warnInlineReferences } from './warn-inline-references.ts'
import { warnRebuildForOptional } from './warn-rebuild-for-optional.ts'
import { warnSuddenIndexDrop } from './warn-sudden-index-drop.ts'
import { warnTableRebuild } from './warn-table-rebuild.ts'

/** By the words of MySQL and MariaDB. */
export const MYSQL_RULES: readonly LintRule[] = [
  forbidCharsetConversion,
  forbidCheckCopy,
  forbidCopyingTypeChange,
  forbidExpressionDefault,
  forbidForeignKeyCopy,
  forbidListReorder,
  forbidPrimaryKeyChange,
  forbidRebuildForRequired,
  forbidSharedLock,
  forbidStoredColumn,
  forbidTableCopy,
  forbidTextGrowth,
  forbidTextNarrowing,
  forbidUncheckedKeys,
  forbidUnprovedUnique,
  warnCascadeLock,
  warnDefaultCharset,
  warnIgnoredCheck,
  warnInlineReferences,
  warnRebuildForOptional,
  warnSuddenIndexDrop,
  warnTableRebuild,
]
