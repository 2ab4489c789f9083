import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { COPY, INSTANT, mysqlInput, REBUILD, severities, SHARED } from './mysql-input.fixture.ts'
import type { MysqlFacts } from './mysql-input.fixture.ts'
import { MYSQL_RULES } from './mysql-rules.ts'

/** What the page of a rule takes for granted; nothing tried and MariaDB 10.11 where it is not here. */
const FACTS: Readonly<Record<string, { found?: MysqlFacts; instead?: MysqlFacts }>> = {
  'forbid-table-copy': { found: { step: COPY }, instead: { step: INSTANT } },
  'forbid-shared-lock': { found: { step: SHARED }, instead: { step: INSTANT } },
  'warn-table-rebuild': { found: { step: REBUILD }, instead: { step: INSTANT } },
  'warn-cascade-lock': { found: { version: '8.0.36' } },
  'warn-ignored-check': { found: { version: '5.7.44' } },
  'warn-inline-references': { found: { version: '8.0.36' } },
}

/** The SQL below a heading of a page. */
function sqlOf(id: string, heading: string): string {
  const page = readFileSync(`docs/rules/${id}.md`, 'utf8')
  return (
    new RegExp(`\\*\\*${heading}\\*\\*\\n\\n\`\`\`sql\\n([^\`]*(?:\`[^\`]+\`[^\`]*)*?)\\n\`\`\``).exec(
      page,
    )?.[1] ?? ''
  )
}

describe.each(MYSQL_RULES.map(rule => [rule.id, rule] as const))('the page of %s', (id, rule) => {
  const { found = {}, instead = found } = FACTS[id] ?? {}

  it('shows what the rule finds, and what it has nothing against', () => {
    expect(severities(rule, sqlOf(id, 'Found'), found)).not.toEqual([])
    expect(mysqlInput(sqlOf(id, 'Instead')).statements).not.toEqual([])
    expect(severities(rule, sqlOf(id, 'Instead'), instead)).toEqual([])
  })

  it('belongs to a rule whose fixes are tested, where it has any', () => {
    const source = readFileSync(`server/review/rules/${id}.ts`, 'utf8')
    const test = readFileSync(`server/review/rules/${id}.test.ts`, 'utf8')
    expect(/\bfixed\(/.test(test)).toBe(/\bfix\b[:(]/.test(source))
  })
})
