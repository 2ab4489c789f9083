import { z } from 'zod'
import type { ModelTool } from '../../llm/language-model.ts'
import type { ModelReply } from '../model-reply.ts'

const MOST = 4
const MAX_QUESTION_LENGTH = 200
const MAX_SQL_LENGTH = 20_000

export const SUGGEST_TOOL: ModelTool = {
  name: 'suggest_questions',
  description: 'Suggests questions to go on with.',
  inputSchema: {
    type: 'object',
    properties: {
      questions: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            question: { type: 'string', description: 'A short, complete question in plain words.' },
            sql: { type: 'string', description: 'One SELECT statement that answers it.' },
          },
          required: ['question', 'sql'],
          additionalProperties: false,
        },
      },
    },
    required: ['questions'],
    additionalProperties: false,
  },
}

/** A question to go on with and SQL for it, which nobody has checked yet. */
export interface SuggestedQuestion {
  question: string
  sql: string
}

const Suggested = z.object({ question: z.string().trim().min(1), sql: z.string().trim().min(1) })
const Input = z.object({ questions: z.array(z.unknown()) })

/** What of the reply can be used; questions are extras, so nothing is asked again for them. */
export function suggestedQuestions({ toolCalls }: ModelReply): readonly SuggestedQuestion[] {
  const call = toolCalls.find(({ name }) => name === SUGGEST_TOOL.name)
  const input = Input.safeParse(call?.input)
  if (!input.success) return []
  return input.data.questions
    .map(each => Suggested.safeParse(each))
    .flatMap(each => (each.success ? [each.data] : []))
    .filter(({ question, sql }) => question.length <= MAX_QUESTION_LENGTH && sql.length <= MAX_SQL_LENGTH)
    .filter(({ question }) => !question.includes('\n'))
    .slice(0, MOST)
}
