import type { LintRule } from '../lint.ts'

/** A view that can no longer be read, which an engine may not say when it happens. */
export const forbidBrokenView: LintRule = {
  id: 'forbid-broken-view',
  check({ before, after }) {
    const broken = new Set(before.objects.filter(({ valid }) => !valid).map(({ id }) => id))
    return (after?.objects ?? [])
      .filter(({ kind, id, valid }) => kind === 'VIEW' && !valid && !broken.has(id))
      .map(({ name }) => ({
        severity: 'BLOCKING',
        message: `The view ${name} can no longer be read after the change: what it reads is gone or has another name.`,
        hint: 'Make the view anew in the same change, for what is there then.',
        start: null,
        end: null,
      }))
  },
}
