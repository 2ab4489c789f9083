import type { LintRule } from '../lint.ts'

/** Words that ask for something to go. */
const ASKS_TO_DROP = /\b(drop|remov|delet|get rid|without|replac|undo|revert)/i

/** A change that was asked for in words, and takes away what the words do not speak of. */
export const forbidUnaskedDrop: LintRule = {
  id: 'forbid-unasked-drop',
  check: ({ request, changes }) =>
    request === null || ASKS_TO_DROP.test(request)
      ? []
      : changes
          .filter(({ kind }) => kind.startsWith('REMOVED '))
          .map(({ kind, object }) => ({
            severity: 'BLOCKING',
            message: `${object} goes (${kind.toLowerCase()}), which was not asked for.`,
            hint: 'If the name was to change, a rename keeps what is in it.',
            start: null,
            end: null,
          })),
}
