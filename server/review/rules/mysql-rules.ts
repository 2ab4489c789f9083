import type { LintRule } from '../lint.ts'

/** By the words of MySQL and MariaDB. */
export const MYSQL_RULES: readonly LintRule[] = []
