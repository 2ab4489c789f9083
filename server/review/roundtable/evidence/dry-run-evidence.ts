import type { Facts } from '../facts.ts'
import { fact } from '../found.ts'
import type { Found } from '../found.ts'
import { asOneLine, timeInWords } from '../one-line.ts'

/** What came of trying it, and whether the target is still what it was tried for. */
export function dryRunEvidence({
  proposal: { dryRun, steps, drifted: known },
  drifted,
}: Facts): readonly Found[] {
  const found: Found[] = []
  if (drifted === true || known)
    found.push({
      topic: 'DRY_RUN',
      text: 'What the change touches is no longer as it was when it was tried',
      floor: 'BLOCK',
      hint: 'Try it again on the structure as it is now.',
    })
  if (dryRun === null || (!dryRun.ok && dryRun.place === 'NONE'))
    return [
      ...found,
      {
        topic: 'DRY_RUN',
        text: `Nothing could try the change before${dryRun?.problem ? `: ${asOneLine(dryRun.problem.message, 200).replace(/\.$/, '')}` : ''}`,
        floor: 'CHANGES_REQUESTED',
        hint: 'Try it where a copy can be made, such as in development.',
      },
    ]
  if (!dryRun.ok)
    return [
      ...found,
      {
        topic: 'DRY_RUN',
        text: `The change fails on an empty copy: ${asOneLine(dryRun.problem?.message ?? 'no reason was given', 240).replace(/\.$/, '')}`,
        floor: 'BLOCK',
        hint: 'Mend the step that fails.',
      },
    ]
  found.push(
    fact(
      'DRY_RUN',
      `${steps.length === 1 ? 'Its only step' : `All ${steps.length} steps`} worked on an empty copy in ${timeInWords(dryRun.durationMs)}`,
    ),
  )
  if (dryRun.place === 'OWN_SERVER')
    found.push({
      topic: 'DRY_RUN',
      text: 'The copy was on a server of this app, whose settings and extensions may differ from the target’s',
      floor: 'APPROVE_WITH_CONDITIONS',
      hint: 'Give the login the right to make databases, or try it in development first.',
    })
  return found
}
