import type { LintRule } from '../lint.ts'

/** By the words of PostgreSQL. */
export const POSTGRES_RULES: readonly LintRule[] = []
