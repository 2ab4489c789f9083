import { z } from 'zod'
import type { ModelTool } from '../llm/language-model.ts'

/**
 * What a model may answer with. The schemas are both what the model is told and what its reply is held to; where a
 * slip does no harm (a missing confidence, too many choices) they mend instead of refusing.
 */

const MAX_SUGGESTIONS = 5
const MAX_SQL_LENGTH = 20_000
const MAX_WORDS_LENGTH = 2_000

const words = z
  .string()
  .trim()
  .min(1)
  .transform(text => text.slice(0, MAX_WORDS_LENGTH))
const suggestions = z
  .array(z.string())
  .nullish()
  .transform(list =>
    (list ?? [])
      .map(text => text.trim().slice(0, 200))
      .filter(text => text !== '')
      .slice(0, MAX_SUGGESTIONS),
  )

export const TOOL_INPUTS = {
  propose_sql: z.object({
    assumptions: suggestions,
    sql: z.string().max(MAX_SQL_LENGTH).transform(withoutFences).pipe(z.string().min(1)),
    reading: z
      .string()
      .nullish()
      .transform(text => (text ?? '').trim().slice(0, MAX_WORDS_LENGTH)),
    confidence: z
      .unknown()
      .optional()
      .transform(value => (typeof value === 'number' && value >= 0 && value <= 1 ? value : null)),
  }),
  ask_back: z.object({ question: words, choices: suggestions }),
  look_up_tables: z.object({ words }),
  cannot_answer: z.object({
    reason: words,
    suggestions,
    wants_change: z
      .unknown()
      .optional()
      .transform(value => value === true),
  }),
} as const

export type ToolName = keyof typeof TOOL_INPUTS

const text = (description: string) => ({ type: 'string', description })
const texts = (description: string) => ({ type: 'array', items: { type: 'string' }, description })

type NamedTool = ModelTool & { name: ToolName }

/** What a reply has to be. */
export const ANSWER_TOOLS: readonly NamedTool[] = [
  {
    name: 'propose_sql',
    description: 'Answers the question with one read-only SQL query.',
    inputSchema: {
      type: 'object',
      properties: {
        sql: text('One SELECT statement, nothing around it.'),
        reading: text('How the question was read, in one or two plain sentences without SQL.'),
        assumptions: texts(
          'What you took for granted that the question does not say, a short sentence each; empty when nothing.',
        ),
        confidence: {
          type: 'number',
          description: 'From 0 to 1: how likely it is that this query answers what the person means.',
        },
      },
      required: ['sql', 'reading', 'assumptions', 'confidence'],
      additionalProperties: false,
    },
  },
  {
    name: 'ask_back',
    description:
      'Asks the person which reading is meant, when readings differ in their answer and nothing settles it.',
    inputSchema: {
      type: 'object',
      properties: {
        question: text('What is unclear, as one short question.'),
        choices: texts('Two to four complete questions; each, sent in place of the original, settles it.'),
      },
      required: ['question', 'choices'],
      additionalProperties: false,
    },
  },
  {
    name: 'cannot_answer',
    description:
      'Says that this database does not hold what is asked, or that the request would change something.',
    inputSchema: {
      type: 'object',
      properties: {
        reason: text('Why, in one or two plain sentences.'),
        suggestions: texts('Up to three related questions that this database can answer.'),
        wants_change: {
          type: 'boolean',
          description: 'True when the request is to change data or structure.',
        },
      },
      required: ['reason', 'suggestions', 'wants_change'],
      additionalProperties: false,
    },
  },
]

/** Only where the catalog is not told as a whole. */
export const LOOK_UP_TOOL: NamedTool = {
  name: 'look_up_tables',
  description: 'Answers with the tables of the catalog that fit these words or names, with their columns.',
  inputSchema: {
    type: 'object',
    properties: {
      words: text(
        'What the tables are about, or their names: a few words, e.g. "invoices payments customer".',
      ),
    },
    required: ['words'],
    additionalProperties: false,
  },
}

export function isToolName(name: string): name is ToolName {
  return Object.hasOwn(TOOL_INPUTS, name)
}

/** Models like to wrap SQL in a Markdown fence and to end it with a semicolon. */
function withoutFences(sql: string): string {
  const fenced = /^\s*```[a-z]*\s*\n?([\s\S]*?)\n?\s*```\s*$/i.exec(sql)
  return (fenced?.[1] ?? sql).trim().replace(/(\s*;)+$/, '')
}
