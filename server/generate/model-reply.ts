import type { ModelMessage, ModelTokens, ModelToolCall, StopReason } from '../llm/language-model.ts'
import { ANSWER_TOOLS, isToolName, TOOL_INPUTS } from './model-tools.ts'
import { asPromptData } from './prompt-data.ts'

/** A whole reply, collected from its stream. */
export interface ModelReply {
  text: string
  toolCalls: readonly ModelToolCall[]
  stopReason: StopReason
  tokens: ModelTokens
  continuation?: unknown
}

export type ReplyMeaning =
  | { kind: 'sql'; sql: string; reading: string; assumptions: readonly string[]; confidence: number | null }
  | { kind: 'look-up'; words: string }
  | { kind: 'ask-back'; question: string; choices: readonly string[] }
  | { kind: 'cannot-answer'; reason: string; suggestions: readonly string[]; wantsChange: boolean }
  /** The provider's own safety net ended the reply. */
  | { kind: 'withheld' }
  /** `why` is for the model, so that it can mend it. */
  | { kind: 'unusable'; why: string }

const TOOL_LIST = ANSWER_TOOLS.map(tool => tool.name).join(', ')
const MAX_PROBLEM_LENGTH = 1_000

export function readReply(reply: ModelReply): ReplyMeaning {
  if (reply.stopReason === 'withheld') return { kind: 'withheld' }
  if (reply.stopReason === 'max-tokens')
    return unusable('Your reply was cut off at the length limit. Answer with a shorter one.')
  const [call, ...more] = reply.toolCalls
  if (!call) return unusable(`You called no tool. Call exactly one of: ${TOOL_LIST}.`)
  if (more.length > 0)
    return unusable(`You called ${reply.toolCalls.length} tools. Call exactly one of: ${TOOL_LIST}.`)
  if (!isToolName(call.name)) return unusable(`There is no such tool. Call exactly one of: ${TOOL_LIST}.`)

  switch (call.name) {
    case 'propose_sql': {
      const input = TOOL_INPUTS.propose_sql.safeParse(call.input)
      return input.success
        ? { kind: 'sql', ...input.data }
        : wrongInput('sql, reading, assumptions and confidence')
    }
    case 'look_up_tables': {
      const input = TOOL_INPUTS.look_up_tables.safeParse(call.input)
      return input.success ? { kind: 'look-up', ...input.data } : wrongInput('words')
    }
    case 'ask_back': {
      const input = TOOL_INPUTS.ask_back.safeParse(call.input)
      return input.success ? { kind: 'ask-back', ...input.data } : wrongInput('question and choices')
    }
    case 'cannot_answer': {
      const input = TOOL_INPUTS.cannot_answer.safeParse(call.input)
      if (!input.success) return wrongInput('reason, suggestions and wants_change')
      const { reason, suggestions, wants_change: wantsChange } = input.data
      return { kind: 'cannot-answer', reason, suggestions, wantsChange }
    }
  }
}

function unusable(why: string): ReplyMeaning {
  return { kind: 'unusable', why }
}

function wrongInput(fields: string): ReplyMeaning {
  return unusable(
    `The input of the tool was not usable: it takes ${fields}, complete and of the right types.`,
  )
}

/** What the database or the guard said of proposed SQL, for the model to mend it. */
export function sqlProblem(problem: { message: string; refused: boolean }): string {
  const said = fenced(problem.message)
  return problem.refused
    ? `The read-only guard refused this SQL: ${said} Propose another query, or call cannot_answer.`
    : `The database could not plan this SQL: ${said} Mend it, or call cannot_answer.`
}

/** What makes SQL suspicious that can be planned. */
export function sqlDoubts(doubts: readonly string[]): string {
  return `The database can plan this SQL, but: ${fenced(doubts.join(' '))} Mend it if that shows a mistake; if it is right as it is, propose the same SQL again and say so in the reading.`
}

/** A message of a database may quote names and values of its users. */
function fenced(message: string): string {
  return `<message>${asPromptData(message, MAX_PROBLEM_LENGTH)}</message>`
}

/** The conversation after a reply that asked for tables. */
export function lookUpMessages(reply: ModelReply, found: string): readonly ModelMessage[] {
  const { text, toolCalls, continuation } = reply
  const answer = `<catalog>\n${found}\n</catalog>\nNow answer the question, without any text before the tool call.`
  return [
    { role: 'assistant', text, toolCalls, continuation },
    { role: 'tool', results: toolCalls.map(call => ({ id: call.id, text: answer, isError: false })) },
  ]
}

/** The conversation after a reply that has to be mended: the reply itself, then what is wrong with it. */
export function repairMessages(reply: ModelReply, problem: string): readonly ModelMessage[] {
  const text = `${problem} Write no text before the tool call this time.`
  const { toolCalls, continuation } = reply
  if (toolCalls.length === 0 && reply.text.trim() === '') return [{ role: 'user', text }]
  const said: ModelMessage = { role: 'assistant', text: reply.text, toolCalls, continuation }
  return toolCalls.length === 0
    ? [said, { role: 'user', text }]
    : [said, { role: 'tool', results: toolCalls.map(call => ({ id: call.id, text, isError: true })) }]
}
