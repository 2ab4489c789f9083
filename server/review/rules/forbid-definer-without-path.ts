import type { LintRule } from '../lint.ts'

/** A function with its owner's rights that finds its tables by the caller's search path. */
export const forbidDefinerWithoutPath: LintRule = {
  id: 'forbid-definer-without-path',
  check({ before, after }) {
    const known = new Set(before.objects.map(({ id, definition }) => `${id} ${definition}`))
    return (after?.objects ?? [])
      .filter(({ kind, id, definition }) => {
        const head = definition.split(/\bAS \$|\bBEGIN ATOMIC\b/)[0] ?? ''
        return (
          kind === 'FUNCTION' &&
          !known.has(`${id} ${definition}`) &&
          /^\s*CREATE[^]*\bLANGUAGE\b[^]*\bSECURITY DEFINER\b/.test(head) &&
          !/\bSET search_path\b/.test(head)
        )
      })
      .map(({ name }) => ({
        severity: 'BLOCKING',
        message: `${name} runs with the rights of its owner and without a search path of its own: a caller can have it use tables of theirs.`,
        hint: 'Add SET search_path = pg_catalog, pg_temp, and name tables with their schemas.',
        start: null,
        end: null,
      }))
  },
}
