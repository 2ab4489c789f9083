import { describe, expect, it } from 'vitest'
import { similarQuestions } from './similar-questions.ts'

const ANSWERED = [
  'revenue per month in 1997',
  'customers from Germany',
  'how many orders per employee',
  'monthly revenue by category',
  'products that are out of stock',
  'employees and their managers',
  'orders per employee and year',
].map((text, at) => ({ text, sql: `select ${at}` }))

const like = (text: string) => similarQuestions(text, ANSWERED).map(each => each.text)

describe('similar questions', () => {
  it('come with those first that share the rarest words', () =>
    expect(like('number of orders per employee this year')[0]).toBe('orders per employee and year'))

  it('are at most five, and none that shares nothing', () => {
    expect(like('suppliers of cheese')).toEqual([])
    expect(similarQuestions('orders', Array(20).fill({ text: 'orders', sql: 'x' }))).toHaveLength(5)
  })
})
