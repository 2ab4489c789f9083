import type { Facts } from '../facts.ts'
import { fact } from '../found.ts'
import type { Found } from '../found.ts'
import { asOneLine, counted } from '../one-line.ts'

/** What an empty copy cannot show: whether the rows that are there let the change through. */
export function rowEvidence({ rowChecks }: Facts): readonly Found[] {
  return rowChecks.map(({ what, sql, count, why }) => {
    if (count === null)
      return {
        topic: 'ROWS',
        text: `Whether there are ${what} is not known${why === null ? '' : ` (${asOneLine(why, 120)})`}, and an empty copy cannot show it`,
        floor: 'APPROVE_WITH_CONDITIONS',
        hint: `Ask it before: ${sql}`,
      }
    if (count === 0) return fact('ROWS', `There are no ${what} now`)
    return {
      topic: 'ROWS',
      text: `There are ${counted(count, 'such row', 'such rows')}: ${what}, on which the change fails`,
      floor: 'BLOCK',
      hint: 'Mend these rows first.',
    }
  })
}
