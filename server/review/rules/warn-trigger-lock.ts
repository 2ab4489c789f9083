import { actionsInUse, clausePlace, measured, severityOn } from '../found-actions.ts'
import type { LintRule } from '../lint.ts'

/** A trigger on a table in use: writers wait for it, and from then on do what it says. */
export const warnTriggerLock: LintRule = {
  id: 'warn-trigger-lock',
  check: input =>
    actionsInUse(input, 'CREATE TRIGGER', 'SWITCH TRIGGER').map(found => ({
      severity: severityOn(found, 'WARNING'),
      message:
        found.action.does === 'CREATE TRIGGER'
          ? `Nobody can write to ${found.on} until the change is done, and every write runs the trigger from then on (${measured(found.step)}).`
          : `Nobody can write to ${found.on} until the change is done; what its triggers keep right is on or off from then on (${measured(found.step)}).`,
      hint: 'Make it a change of its own, so that nothing else is done under its lock.',
      ...clausePlace(found),
    })),
}
