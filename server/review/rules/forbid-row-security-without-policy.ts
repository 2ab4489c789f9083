import type { LintRule } from '../lint.ts'

/** Row security that is switched on where no policy lets anybody see a row. */
export const forbidRowSecurityWithoutPolicy: LintRule = {
  id: 'forbid-row-security-without-policy',
  check({ before, after }) {
    const objects = after?.objects ?? []
    const secured = new Set(before.objects.filter(({ parts }) => parts.secured === true).map(({ id }) => id))
    const allowed = new Set(objects.filter(({ kind }) => kind === 'POLICY').map(({ partOf }) => partOf))
    return objects
      .filter(
        ({ kind, id, parts }) =>
          kind === 'TABLE' && parts.secured === true && !secured.has(id) && !allowed.has(id),
      )
      .map(({ name }) => ({
        severity: 'BLOCKING',
        message: `${name} gets row security and has no policy: all but its owner see it as empty from then on.`,
        hint: 'Create the policies in the same change, before ENABLE ROW LEVEL SECURITY.',
        start: null,
        end: null,
      }))
  },
}
