import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { objectOf } from './lint-input.fixture.ts'
import { COPY, INSTANT, mysqlInput, REBUILD, severities, SHARED, SHOP } from './mysql-input.fixture.ts'
import type { MysqlFacts } from './mysql-input.fixture.ts'
import { MYSQL_RULES } from './mysql-rules.ts'

const ALONE = { customers: SHOP.customers ?? '' }
const SIZES = [{ id: 'TABLE customers', rows: 5, bytes: 5, nextNumber: 2_000_000_000, rowVersions: 60 }]
const TRIGGER = objectOf('TRIGGER t', {
  partOf: 'TABLE customers',
  needs: ['TABLE customers'],
  definition: 'TRIGGER t BEFORE INSERT ON customers FOR EACH ROW set new.n = 1',
})

/** What the page of a rule takes for granted; nothing tried and MariaDB 10.11 where it is not here. */
const FACTS: Readonly<Record<string, { found?: MysqlFacts; instead?: MysqlFacts }>> = {
  'forbid-table-copy': { found: { step: COPY }, instead: { step: INSTANT } },
  'forbid-shared-lock': { found: { step: SHARED }, instead: { step: INSTANT } },
  'warn-table-rebuild': { found: { step: REBUILD }, instead: { step: INSTANT } },
  'warn-slow-add-column': { found: { step: REBUILD }, instead: { step: INSTANT } },
  'warn-replica-lag': {
    found: { step: COPY, settings: { log_bin: 'ON' } },
    instead: { step: INSTANT, settings: { log_bin: 'ON' } },
  },
  'warn-online-tool': { found: { step: COPY, tables: ALONE }, instead: { step: INSTANT, tables: ALONE } },
  'warn-row-versions': { found: { version: '8.0.36', sizes: SIZES } },
  'warn-key-runs-out': { found: { sizes: SIZES }, instead: {} },
  'forbid-broken-program': { found: { others: [TRIGGER] } },
  'warn-display-width': { found: { version: '8.0.36' } },
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

it('stands in the list of where what speaks against a change is held, each of these rules', () => {
  const list = readFileSync('docs/schema-changes.md', 'utf8')
  expect(MYSQL_RULES.map(({ id }) => id).filter(id => !list.includes(`(rules/${id}.md)`))).toEqual([])
})

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
    expect(/\bfixed\(|\.fix\b/.test(test)).toBe(/\bfix\b[:( ]/.test(source))
  })
})
