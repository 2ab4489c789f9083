import { describe, expect, it } from 'vitest'
import type { DraftAnswer } from '../generation-task.ts'
import { confidenceOf, judgeDrafts } from './judge-drafts.ts'
import type { Draft } from './judge-drafts.ts'

const draft = (sql: string, more: Partial<Draft> = {}): Draft => ({
  ...{ kind: 'query', origin: 'MODEL', model: 'claude-test', usage: null, confidence: 0.8 },
  ...{ sql, explanation: `Reads ${sql}.`, ...more },
})
const drafts = [draft('a'), draft('b'), draft('c')]
const answers = (...of: (number | string)[]): DraftAnswer[] =>
  of.map(each => (typeof each === 'number' ? { answer: each } : { answer: null, why: each }))
const judge = (...of: (number | string)[]) =>
  judgeDrafts('Who buys?', drafts.slice(0, of.length), answers(...of), 3)

describe('drafts that were compared', () => {
  it('are the first of them, surer, where all give the same rows', () => {
    const { generation, said } = judge(0, 0, 0)
    expect(generation).toMatchObject({ kind: 'query', sql: 'a', confidence: 0.95 })
    expect(said).toBe(' Compared: three drafts, made apart from each other, give the same rows.')
    expect(generation).toMatchObject({ explanation: `Reads a.${said}` })
  })

  it('are a question back where they differ, each reading a question of its own', () => {
    const { generation } = judge(0, 1, 0)
    expect(generation).toEqual({
      kind: 'clarification',
      message: 'Three drafts of an answer give different rows. Which do you mean?',
      suggestions: ['Who buys? (Reads a.)', 'Who buys? (Reads b.)'],
    })
  })

  it('say which of them could not be compared, and why', () => {
    expect(judge(0, 'It takes longer than 5 s', 0).said).toBe(
      ' Compared: two drafts, made apart from each other, give the same rows. One could not be compared: It takes longer than 5 s.',
    )
    expect(judge(0, 0).said).toContain('One came to no SQL.')
  })

  it('are no surer than stated where there is nothing to compare', () => {
    const { generation, said } = judge('It takes longer than 5 s', 0, 'It takes longer than 5 s')
    expect(generation).toMatchObject({ kind: 'query', sql: 'b', confidence: 0.8 })
    expect(said).toContain('Not compared: there was no second draft to hold it against.')
    expect(judge('no', 'no', 'no').generation).toMatchObject({ sql: 'a', confidence: 0.8 })
  })

  it('are told apart by assumptions or SQL where they read alike', () => {
    const alike = { explanation: 'Counts.' }
    const choicesOf = (...of: Draft[]) => {
      const { generation } = judgeDrafts('Who buys?', of, answers(0, 1), 2)
      return generation.kind === 'clarification' ? generation.suggestions : []
    }
    expect(choicesOf(draft('a', { ...alike, assumptions: ['Of all times.'] }), draft('b', alike))).toEqual([
      'Who buys? (Counts. Of all times.)',
      'Who buys? (Counts.)',
    ])
    expect(choicesOf(draft('a', alike), draft('b', alike))).toEqual([
      'Who buys? (as in: a)',
      'Who buys? (as in: b)',
    ])
  })
})

describe('confidence', () => {
  it('is halfway to certain with each draft more that agrees', () => {
    expect(confidenceOf(0.6, 1)).toBe(0.6)
    expect(confidenceOf(0.6, 2)).toBeCloseTo(0.8)
    expect(confidenceOf(0.6, 3)).toBeCloseTo(0.9)
    expect(confidenceOf(null, 2)).toBe(0.75)
    expect(confidenceOf(null, 1)).toBeNull()
  })
})
