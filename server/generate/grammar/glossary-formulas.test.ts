import { describe, expect, it } from 'vitest'
import { catalogOf, column, table } from '../../../tests/fixtures/shop-catalog.ts'
import type { ForeignKey } from '../../domain.ts'
import { ask } from './ask.fixture.ts'

const integer = { type: 'integer', kind: 'INTEGER' } as const
const decimal = { type: 'numeric', kind: 'DECIMAL' } as const
const pointsTo = (own: string, referencesTable: string): ForeignKey => ({
  columns: [own],
  referencesSchema: 'public',
  referencesTable,
  referencesColumns: ['id'],
})
const database = {
  catalog: catalogOf([
    table('clinics', [column('id', { ...integer, primaryKey: true }), column('name'), column('city')]),
    table(
      'visits',
      [column('id', { ...integer, primaryKey: true }), column('clinic_id', integer), column('state')],
      {
        foreignKeys: [pointsTo('clinic_id', 'clinics')],
      },
    ),
    table('treatments', [column('visit_id', integer), column('minutes', integer), column('rate', decimal)], {
      foreignKeys: [pointsTo('visit_id', 'visits')],
    }),
  ]),
  values: [{ schema: 'public', table: 'clinics', column: 'city', values: ['Lyon', 'Porto'], complete: true }],
}
const meaning = 'As the board has it'
const glossary = [
  { term: 'turnover', meaning, sql: 'SUM(treatments.minutes * treatments.rate / 60)' },
  { term: 'fee', meaning, sql: 'minutes * rate / 60' },
  { term: 'finished', meaning, sql: "visits.state IN ('D', 'P')" },
  { term: 'open visit', meaning, sql: `visits."state" = 'O'` },
  { term: 'margin', meaning, sql: 'treatments.rate - clinics.id' },
  { term: 'trouble', meaning, sql: '(select 1); drop table visits' },
  { term: 'chance', meaning, sql: 'rate * random()' },
]
const answerTo = (question: string) => {
  const answer = ask(database, question, glossary)
  return answer.kind === 'query' ? answer.sql.replace(/\s+/gu, ' ') : answer.kind
}

describe('a term of the glossary with a formula', () => {
  it.each([
    ['What is our turnover?', 'SELECT SUM(minutes * rate / 60) AS total_turnover FROM treatments'],
    ['total turnover', 'SELECT SUM(minutes * rate / 60) AS total_turnover FROM treatments'],
    ['average fee', 'SELECT AVG(minutes * rate / 60) AS average_fee FROM treatments'],
    ['treatments with a fee over 100', 'SELECT * FROM treatments WHERE (minutes * rate / 60) > 100'],
    [
      'How many finished visits are there?',
      "SELECT COUNT(*) AS visit_count FROM visits WHERE (state IN ('D', 'P'))",
    ],
    ['visits that are not finished', "SELECT * FROM visits WHERE NOT (state IN ('D', 'P'))"],
    ['How many open visits are there?', "SELECT COUNT(*) AS visit_count FROM visits WHERE (state = 'O')"],
    [
      'turnover per city',
      'SELECT clinics.city, SUM(treatments.minutes * treatments.rate / 60) AS total_turnover FROM clinics JOIN visits ON visits.clinic_id = clinics.id JOIN treatments ON treatments.visit_id = visits.id GROUP BY clinics.city',
    ],
    [
      'turnover in Lyon',
      "SELECT SUM(treatments.minutes * treatments.rate / 60) AS total_turnover FROM treatments JOIN visits ON visits.id = treatments.visit_id JOIN clinics ON clinics.id = visits.clinic_id WHERE clinics.city = 'Lyon'",
    ],
  ])('is read as what it computes: %s', (question, sql) => {
    expect(answerTo(question)).toBe(sql)
  })

  it('is told with its formula', () => {
    const answer = ask(database, 'turnover per city', glossary)
    expect(answer.kind === 'query' && answer.explanation).toContain(
      '"turnover" is SUM(treatments.minutes * treatments.rate / 60)',
    )
  })

  it('is known in the question that goes on from one', () => {
    const answer = ask(database, ['turnover per city', 'only Porto'], glossary)
    expect(answer.kind === 'query' && answer.sql).toMatch(
      /SUM\(.* \/ 60\)[\s\S]*WHERE clinics\.city = 'Porto'/,
    )
  })

  it.each(['margin per city', 'trouble per city', 'chance per treatment'])(
    'that speaks of several tables or does more than compute is not guessed at: %s',
    question => {
      expect(answerTo(question)).toBe('declined')
    },
  )
})
