import type { Facts } from '../facts.ts'
import { fact } from '../found.ts'
import type { Found } from '../found.ts'
import { asOneLine, counted } from '../one-line.ts'

/** Who has written it and who has looked at it. The roundtable itself is nobody. */
export function approvalEvidence({ people, environment, proposal }: Facts): readonly Found[] {
  const { authors, approvals, missing, brokeGlass } = people
  const found: Found[] = [
    fact(
      'APPROVALS',
      `${counted(authors, 'person has', 'people have')} written it and ${counted(approvals, 'person has', 'people have')} approved revision ${proposal.revision}${missing.length === 0 ? '' : `; still missing: ${asOneLine(missing.join(', '), 160)}`}`,
    ),
  ]
  if (brokeGlass)
    found.push({
      topic: 'APPROVALS',
      text: 'The glass was broken: its own author approved it alone',
      floor: 'APPROVE_WITH_CONDITIONS',
      hint: 'Have a second person look at it afterwards.',
    })
  if (environment === 'DEVELOPMENT' && missing.length === 0 && approvals === 0)
    found.push(fact('APPROVALS', 'Development asks for no second pair of eyes'))
  return found
}
