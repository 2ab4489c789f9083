import type { Facts } from '../facts.ts'
import { fact } from '../found.ts'
import type { Found } from '../found.ts'
import { asOneLine, counted } from '../one-line.ts'

/** The text of the change: what its statements are, which stand alone, and whether it may be run again. */
export function statementEvidence({ proposal: { steps }, statements }: Facts): readonly Found[] {
  const alone = steps.filter(({ transactional }) => !transactional)
  const found: Found[] = [
    fact(
      'STATEMENTS',
      `${counted(steps.length, 'statement')}: ${asOneLine(summary(statements.map(({ command }) => command)), 160)}`,
    ),
  ]
  if (alone.length > 0 && steps.length > 1)
    found.push({
      topic: 'STATEMENTS',
      text: `Step ${alone.map(({ position }) => position).join(', ')} cannot stand in a transaction, so a failure after it leaves ${alone.length === 1 ? 'it' : 'them'} live`,
      floor: 'APPROVE_WITH_CONDITIONS',
      hint: 'Make it a proposal of its own, so that a failure leaves nothing half done.',
    })
  else if (alone.length === 0 && steps.length > 1)
    found.push(
      fact(
        'STATEMENTS',
        `All ${steps.length} steps stand in one transaction: they happen together or not at all`,
      ),
    )
  const data = statements.filter(({ kind }) => kind === 'DATA')
  if (data.length > 0)
    found.push({
      topic: 'STATEMENTS',
      text: `${counted(data.length, 'statement')} of it ${data.length === 1 ? 'changes' : 'change'} rows: ${asOneLine(data.map(({ command }) => command).join(', '), 80)}`,
      floor: 'APPROVE_WITH_CONDITIONS',
      hint: 'Look at how many rows it changes: they stay locked until the change is through.',
    })
  const once = statements.filter(
    ({ sql, kind }) => kind === 'STRUCTURE' && !/\bIF\s+(NOT\s+)?EXISTS\b/i.test(sql),
  )
  if (once.length > 0 && alone.length > 0)
    found.push(fact('STATEMENTS', `${counted(once.length, 'statement')} would fail if run a second time`))
  return found
}

/** `ALTER TABLE, ALTER TABLE` is `ALTER TABLE twice`. */
function summary(commands: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const command of commands) counts.set(command, (counts.get(command) ?? 0) + 1)
  return [...counts].map(([command, count]) => (count === 1 ? command : `${command} × ${count}`)).join(', ')
}
