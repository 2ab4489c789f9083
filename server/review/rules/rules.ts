import type { Engine } from '../../domain.ts'
import type { LintRule } from '../lint.ts'
import { forbidBlockingIndexBuild } from './forbid-blocking-index-build.ts'
import { forbidBrokenView } from './forbid-broken-view.ts'
import { forbidDataLoss } from './forbid-data-loss.ts'
import { forbidDefinerWithoutPath } from './forbid-definer-without-path.ts'
import { forbidLongBackfill } from './forbid-long-backfill.ts'
import { forbidLongScan } from './forbid-long-scan.ts'
import { forbidRequiredWithoutDefault } from './forbid-required-without-default.ts'
import { forbidRewrite } from './forbid-rewrite.ts'
import { forbidRowSecurityWithoutPolicy } from './forbid-row-security-without-policy.ts'
import { forbidSessionSetting } from './forbid-session-setting.ts'
import { forbidTruncate } from './forbid-truncate.ts'
import { forbidUnaskedDrop } from './forbid-unasked-drop.ts'
import { MYSQL_RULES } from './mysql-rules.ts'
import { POSTGRES_RULES } from './postgres-rules.ts'
import { warnDroppedConstraint } from './warn-dropped-constraint.ts'
import { warnLeftNotValid } from './warn-left-not-valid.ts'
import { warnNoPrimaryKey } from './warn-no-primary-key.ts'
import { warnOnDeleteCascade } from './warn-on-delete-cascade.ts'
import { warnRename } from './warn-rename.ts'

/** By what was measured and what is there before and after, whatever the engine. */
const RULES_OF_ALL: readonly LintRule[] = [
  forbidBrokenView,
  forbidDataLoss,
  forbidLongBackfill,
  forbidRequiredWithoutDefault,
  forbidSessionSetting,
  forbidTruncate,
  forbidUnaskedDrop,
  warnDroppedConstraint,
  warnNoPrimaryKey,
  warnOnDeleteCascade,
  warnRename,
]

/** What only PostgreSQL has, or has another way out of. */
const MEASURED_ON_POSTGRES: readonly LintRule[] = [
  forbidBlockingIndexBuild,
  forbidDefinerWithoutPath,
  forbidLongScan,
  forbidRewrite,
  forbidRowSecurityWithoutPolicy,
  warnLeftNotValid,
]

/** One rule a file, with a test and a page of its name in docs/rules. */
export const RULES: Readonly<Record<Engine, readonly LintRule[]>> = {
  POSTGRES: [...RULES_OF_ALL, ...MEASURED_ON_POSTGRES, ...POSTGRES_RULES],
  MYSQL: [...RULES_OF_ALL, ...MYSQL_RULES],
}
