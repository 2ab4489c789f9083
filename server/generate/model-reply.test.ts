import { describe, expect, it } from 'vitest'
import type { ModelToolCall } from '../llm/language-model.ts'
import type { ModelReply } from './model-reply.ts'
import { readReply, repairMessages, sqlProblem } from './model-reply.ts'
import { ANSWER_TOOLS, isToolName, LOOK_UP_TOOL, TOOL_INPUTS } from './model-tools.ts'

function reply(
  calls: readonly [name: string, input: unknown][],
  changes: Partial<ModelReply> = {},
): ModelReply {
  const toolCalls = calls.map(([name, input], at): ModelToolCall => ({ id: `call-${at}`, name, input }))
  return {
    text: 'I count the customers.',
    toolCalls,
    stopReason: 'tool-call',
    tokens: { inputTokens: 1, cachedInputTokens: 0, outputTokens: 1 },
    ...changes,
  }
}

const propose = (input: object) =>
  readReply(reply([['propose_sql', { reading: 'r', assumptions: [' a ', ''], confidence: 0.9, ...input }]]))
const FENCED = '```sql\nselect 1;\n```'

describe('reading a reply', () => {
  it.each([
    ['as it is', 'select 1', 'select 1'],
    ['without a fence', FENCED, 'select 1'],
    ['without a fence of no language', '```\nselect 1\n```', 'select 1'],
    ['without its last semicolons', ' select 1 ; ;\n', 'select 1'],
    ['with a semicolon in a text', "select ';'", "select ';'"],
    ['with a fence in a text', "select '```'", "select '```'"],
  ])('takes SQL %s', (_title, sql, taken) => {
    expect(propose({ sql })).toEqual({
      ...{ kind: 'sql', sql: taken, reading: 'r', confidence: 0.9 },
      assumptions: ['a'],
    })
  })

  it.each([[1.5], [-1], ['high'], [null], [undefined]])('forgets a confidence of %s', confidence => {
    expect(propose({ sql: 'select 1', confidence })).toMatchObject({ kind: 'sql', confidence: null })
  })

  it('takes a question back, with tidy choices', () => {
    const choices = [' By country ', '', 'By city', 'c', 'd', 'e', 'f']
    expect(readReply(reply([['ask_back', { question: ' Which? ', choices }]]))).toEqual({
      kind: 'ask-back',
      question: 'Which?',
      choices: ['By country', 'By city', 'c', 'd', 'e'],
    })
  })

  it.each([
    [{ wants_change: true }, true],
    [{ wants_change: false }, false],
    [{}, false],
  ])('takes "cannot answer" with %o', (input, wantsChange) => {
    expect(readReply(reply([['cannot_answer', { reason: 'No weather here.', ...input }]]))).toEqual({
      kind: 'cannot-answer',
      reason: 'No weather here.',
      suggestions: [],
      wantsChange,
    })
  })

  it('takes a refusal of the provider as withheld, whatever else it holds', () => {
    expect(readReply(reply([['propose_sql', { sql: 'select 1' }]], { stopReason: 'withheld' }))).toEqual({
      kind: 'withheld',
    })
  })

  it.each<[string, ModelReply, RegExp]>([
    ['no tool call', reply([], { text: FENCED, stopReason: 'done' }), /called no tool/],
    ['nothing at all', reply([], { text: '', stopReason: 'done' }), /called no tool/],
    ['an unknown tool', reply([['run_sql', { sql: 'select 1' }]]), /no such tool/],
    ['the name of an object’s own', reply([['toString', {}]]), /no such tool/],
    [
      'two calls',
      reply([
        ['propose_sql', { sql: '1' }],
        ['propose_sql', { sql: '2' }],
      ]),
      /called 2 tools/,
    ],
    ['an input that was cut off', reply([['propose_sql', null]]), /takes sql, reading/],
    ['SQL that is no text', reply([['propose_sql', { sql: ['select 1'] }]]), /takes sql, reading/],
    ['empty SQL', reply([['propose_sql', { sql: ' ; ' }]]), /takes sql, reading/],
    ['an empty fence', reply([['propose_sql', { sql: '```sql\n```' }]]), /takes sql, reading/],
    ['endless SQL', reply([['propose_sql', { sql: 'x'.repeat(30_000) }]]), /takes sql, reading/],
    ['a question back without a question', reply([['ask_back', { choices: ['a'] }]]), /takes question/],
    ['no reason', reply([['cannot_answer', { reason: '  ' }]]), /takes reason/],
    [
      'the length limit',
      reply([['propose_sql', { sql: 'select 1' }]], { stopReason: 'max-tokens' }),
      /cut off/,
    ],
  ])('finds %s unusable and says why', (_title, nonsense, why) => {
    const meaning = readReply(nonsense)
    expect(meaning.kind === 'unusable' && meaning.why).toMatch(why)
  })
})

describe('asking for a repair', () => {
  it('answers every tool call, as the protocol demands', () => {
    const twice = reply(
      [
        ['a', {}],
        ['b', {}],
      ],
      { continuation: 'opaque' },
    )
    const text = 'Call one. Write no text before the tool call this time.'
    expect(repairMessages(twice, 'Call one.')).toEqual([
      { role: 'assistant', text: twice.text, toolCalls: twice.toolCalls, continuation: 'opaque' },
      {
        role: 'tool',
        results: [
          { id: 'call-0', text, isError: true },
          { id: 'call-1', text, isError: true },
        ],
      },
    ])
  })

  it('answers in words where no tool was called', () => {
    expect(repairMessages(reply([]), 'Call one.').map(({ role }) => role)).toEqual(['assistant', 'user'])
  })

  it('does not repeat an empty reply, which providers reject', () => {
    expect(repairMessages(reply([], { text: ' \n' }), 'Call one.').map(({ role }) => role)).toEqual(['user'])
  })

  it.each([
    [true, /^The read-only guard refused this SQL: <message>"no!"<\/message>/],
    [false, /^The database could not plan this SQL: <message>"no!"<\/message>/],
  ])('tells a refusal (%s) from a failed plan', (refused, words) => {
    expect(sqlProblem({ message: 'no!', refused })).toMatch(words)
  })
})

describe('the tools', () => {
  it.each([...ANSWER_TOOLS, LOOK_UP_TOOL])('declare exactly what is read: $name', tool => {
    expect(isToolName(tool.name)).toBe(true)
    const declared = tool.inputSchema.properties as object
    expect(Object.keys(declared).sort()).toEqual(Object.keys(TOOL_INPUTS[tool.name].shape).sort())
  })
})
