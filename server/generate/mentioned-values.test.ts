import { describe, expect, it } from 'vitest'
import { mentionedValues } from './mentioned-values.ts'

const country = { schema: 'public', table: 'customers', column: 'country' }

describe('values that a question mentions', () => {
  it.each([
    ['customers from GERMANY?', ['Germany', 'Spain'], ['Germany']],
    ['orders in new york', ['New York', 'York'], ['New York', 'York']],
    ['Germanys best', ['Germany'], []],
    ['man of the match', ['an', 'the'], ['the']],
    ['category A of 5', ['A', '5', ''], []],
    ['the “Côte de Blaye”', ['Côte de Blaye'], ['Côte de Blaye']],
    ['100% cotton (100%)', ['100%'], ['100%']],
    ['aa baaa aaa', ['aaa'], ['aaa']],
  ])('in "%s" of %j are %j', (question, values, found) => {
    const mentions = mentionedValues(question, [{ ...country, values, complete: true }])
    expect(mentions).toEqual(found.map(value => ({ ...country, value })))
  })

  it('are few at most', () => {
    const values = Array.from({ length: 100 }, (_, at) => `v${at}`)
    expect(mentionedValues(values.join(' '), [{ ...country, values, complete: true }])).toHaveLength(20)
  })
})
