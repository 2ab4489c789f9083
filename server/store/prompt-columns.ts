import { getTableColumns, sql } from 'drizzle-orm'
import type { SQL } from 'drizzle-orm'
import type { Prompt, PromptOutcome } from '../domain.ts'
import { prompts } from './tables.ts'

/** A prompt that is still being worked on has no outcome yet. */
export type PendingPrompt = Omit<Prompt, 'outcome'> & { outcome: PromptOutcome | null }

const { words: _words, requestId: _requestId, ...columns } = getTableColumns(prompts)

/** All of a prompt but what only finds it. */
export const PROMPT_COLUMNS = columns

export function isFinished<P extends Pick<PendingPrompt, 'outcome'>>(
  prompt: P,
): prompt is P & { outcome: PromptOutcome } {
  return prompt.outcome !== null
}

/** As a tsvector, without positions: the words are letters and digits. */
export function wordSet(words: readonly string[]): SQL<string> {
  return words.length === 0
    ? sql`''::tsvector`
    : sql`array_to_tsvector(string_to_array(${words.join(' ')}::text, ' '))`
}
