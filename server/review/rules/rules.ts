import type { LintRule } from '../lint.ts'
import { forbidBlockingIndexBuild } from './forbid-blocking-index-build.ts'
import { forbidDataLoss } from './forbid-data-loss.ts'
import { forbidLongScan } from './forbid-long-scan.ts'
import { forbidRewrite } from './forbid-rewrite.ts'
import { forbidSessionSetting } from './forbid-session-setting.ts'
import { forbidUnaskedDrop } from './forbid-unasked-drop.ts'
import { warnLeftNotValid } from './warn-left-not-valid.ts'
import { warnNoPrimaryKey } from './warn-no-primary-key.ts'
import { warnRename } from './warn-rename.ts'

/** One rule a file, with a test and a page of its name in docs/rules. */
export const RULES: readonly LintRule[] = [
  forbidBlockingIndexBuild,
  forbidDataLoss,
  forbidLongScan,
  forbidRewrite,
  forbidSessionSetting,
  forbidUnaskedDrop,
  warnLeftNotValid,
  warnNoPrimaryKey,
  warnRename,
]
