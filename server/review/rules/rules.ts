import type { LintRule } from '../lint.ts'
import { forbidDataLoss } from './forbid-data-loss.ts'

/** One rule a file, with a page of its name in docs/rules. */
export const RULES: readonly LintRule[] = [forbidDataLoss]
