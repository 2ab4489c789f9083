import { actionsThat, clausePlace } from '../found-actions.ts'
import type { LintRule } from '../lint.ts'

/** Extensions that PostgreSQL itself marks as trusted: who may create in the database may have them (its manual, appendix F). */
const TRUSTED = new Set(
  `btree_gin btree_gist citext cube dict_int fuzzystrmatch hstore intarray isn lo ltree pg_trgm pgcrypto seg tablefunc tcn
  tsm_system_rows tsm_system_time unaccent "uuid-ossp" plpgsql bool_plperl jsonb_plperl plperl pltcl hstore_plperl`.split(
    /\s+/,
  ),
)

/** An extension that only a superuser may make, which can bring code with the rights of the server. */
export const forbidUnsafeExtension: LintRule = {
  id: 'forbid-unsafe-extension',
  check: input =>
    actionsThat(input, 'CREATE EXTENSION')
      .filter(({ action }) => !TRUSTED.has(action.name))
      .map(found => ({
        severity: 'BLOCKING',
        message: `The extension ${found.action.name} is not one that PostgreSQL calls trusted: it takes a superuser, and its code may do what the server itself may do.`,
        hint: 'Have the administrator of the server look at it and make it.',
        ...clausePlace(found),
      })),
}
