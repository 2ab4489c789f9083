import type { LintRule } from '../lint.ts'

/** What is called by its name elsewhere: programs, saved queries, rules about who may see what. */
export const warnRename: LintRule = {
  id: 'warn-rename',
  check: ({ changes }) =>
    changes
      .filter(({ kind }) => kind.startsWith('RENAMED '))
      .map(({ object, after }) => ({
        severity: 'WARNING',
        message: `${object} is called ${after ?? 'otherwise'} from then on; whatever uses the old name fails.`,
        hint: 'Let programs know both names first: a view of the old name, or a second column for a while.',
        start: null,
        end: null,
      })),
}
