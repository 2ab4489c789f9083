import type { Facts } from '../facts.ts'
import { fact } from '../found.ts'
import type { Found } from '../found.ts'
import { asOneLine, counted } from '../one-line.ts'

const DRAFTED = /^Drafted by (.+) from the words of the request$/

/** How the SQL came to be, and who speaks at this table. */
export function originEvidence({
  proposal: { request, sql, promptId },
  model,
  connection,
}: Facts): readonly Found[] {
  const comments = [...sql.matchAll(/^\s*--\s*(.+)$/gm)].map(([, text = '']) => asOneLine(text, 160))
  // The first line of a draft by a model says so: see server/generate/change-draft/.
  const drafter = DRAFTED.exec(comments[0] ?? '')?.[1] ?? null
  const assumptions = drafter === null ? comments : comments.slice(1)
  const found: Found[] = [
    request === null
      ? fact('ORIGIN', 'Somebody wrote the SQL; no translator or model had a part in it')
      : fact(
          'ORIGIN',
          drafter === null
            ? `Rules and the catalog wrote the SQL from the words${promptId === null ? '' : ' of a question'}; no model had a part in it`
            : `${drafter} drafted the SQL from the words${promptId === null ? '' : ' of a question'}, as its first line says`,
        ),
  ]
  if (request !== null && assumptions.length > 0)
    found.push({
      topic: 'ORIGIN',
      text: `The translator took ${counted(assumptions.length, 'thing')} for granted: ${assumptions[0] ?? ''}`,
      floor: 'APPROVE_WITH_CONDITIONS',
      hint: 'Whoever asked should say whether that was meant.',
    })
  found.push(
    model === null
      ? fact('ORIGIN', 'No model speaks at this table: every statement is written by rules from the evidence')
      : fact(
          'ORIGIN',
          `${asOneLine(model.name, 80)} speaks for the roles and sees evidence, request and SQL, at the privacy level ${model.privacy}; it sees no row`,
        ),
  )
  if (connection.sampling.never.length > 0)
    found.push(
      fact(
        'ORIGIN',
        `${counted(connection.sampling.never.length, 'column is', 'columns are')} kept from being sampled by their names`,
      ),
    )
  return found
}
