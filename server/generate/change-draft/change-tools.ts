import { z } from 'zod'
import type { ModelTool } from '../../llm/language-model.ts'
import type { ModelReply } from '../model-reply.ts'

const MAX_SQL_LENGTH = 50_000
const MAX_TITLE_LENGTH = 120
const MAX_WORDS_LENGTH = 2_000
const MAX_CHOICES = 4

const line = (max: number) =>
  z
    .string()
    .transform(text => text.replace(/\s+/gu, ' ').trim().slice(0, max))
    .pipe(z.string().min(1))
const lines = z
  .array(z.string())
  .nullish()
  .transform(texts =>
    (texts ?? [])
      .map(text => text.replace(/\s+/gu, ' ').trim().slice(0, 300))
      .filter(text => text !== '')
      .slice(0, MAX_CHOICES),
  )

const INPUTS = {
  propose_change: z.object({
    sql: z.string().max(MAX_SQL_LENGTH).transform(withoutFences).pipe(z.string().min(1)),
    title: line(MAX_TITLE_LENGTH),
    assumptions: lines,
  }),
  ask_back: z.object({ question: line(MAX_WORDS_LENGTH), choices: lines }),
  cannot_change: z.object({ reason: line(MAX_WORDS_LENGTH) }),
} as const

const text = (description: string) => ({ type: 'string', description })
const texts = (description: string) => ({ type: 'array', items: { type: 'string' }, description })

function tool(
  name: keyof typeof INPUTS,
  description: string,
  properties: Readonly<Record<string, unknown>>,
): ModelTool {
  return {
    ...{ name, description },
    inputSchema: {
      ...{ type: 'object', properties, required: Object.keys(properties), additionalProperties: false },
    },
  }
}

export const CHANGE_TOOLS: readonly ModelTool[] = [
  tool('propose_change', 'Drafts the change that is asked for; people review it before anything is done.', {
    sql: text('The statements that change the structure, each with a semicolon at its end.'),
    title: text('What it does, in a few plain words.'),
    assumptions: texts('What you took for granted that the request does not say; empty when nothing.'),
  }),
  tool('ask_back', 'Asks which change is meant, when readings differ and nothing settles it.', {
    question: text('What is unclear, as one short question.'),
    choices: texts('Two to four complete requests; each, sent in place of the original, settles it.'),
  }),
  tool(
    'cannot_change',
    'Says that this asks for no change of the structure, or for one that cannot be drafted.',
    {
      reason: text('Why, in one or two plain sentences.'),
    },
  ),
]

export type ChangeMeaning =
  | { kind: 'change'; sql: string; title: string; assumptions: readonly string[] }
  | { kind: 'ask-back'; question: string; choices: readonly string[] }
  | { kind: 'cannot'; reason: string }
  /** `why` is for the model, so that it can mend it. */
  | { kind: 'unusable'; why: string }

const TOOL_LIST = CHANGE_TOOLS.map(({ name }) => name).join(', ')

export function readChangeReply({ toolCalls, stopReason }: ModelReply): ChangeMeaning {
  if (stopReason === 'withheld') return { kind: 'cannot', reason: 'The model declined to draft this.' }
  if (stopReason === 'max-tokens')
    return { kind: 'unusable', why: 'Your reply was cut off at the length limit. Answer with a shorter one.' }
  const [call, ...more] = toolCalls
  if (!call || more.length > 0) return { kind: 'unusable', why: `Call exactly one tool, once: ${TOOL_LIST}.` }
  switch (call.name) {
    case 'propose_change': {
      const input = INPUTS.propose_change.safeParse(call.input)
      return input.success ? { kind: 'change', ...input.data } : wrongInput('sql, title and assumptions')
    }
    case 'ask_back': {
      const input = INPUTS.ask_back.safeParse(call.input)
      return input.success ? { kind: 'ask-back', ...input.data } : wrongInput('question and choices')
    }
    case 'cannot_change': {
      const input = INPUTS.cannot_change.safeParse(call.input)
      return input.success ? { kind: 'cannot', ...input.data } : wrongInput('reason')
    }
    default:
      return { kind: 'unusable', why: `There is no such tool. Call exactly one of: ${TOOL_LIST}.` }
  }
}

function wrongInput(fields: string): ChangeMeaning {
  return {
    kind: 'unusable',
    why: `The input of the tool was not usable: it takes ${fields}, complete and of the right types.`,
  }
}

function withoutFences(sql: string): string {
  return (/^\s*```[a-z]*\s*\n?([\s\S]*?)\n?\s*```\s*$/i.exec(sql)?.[1] ?? sql).trim()
}
