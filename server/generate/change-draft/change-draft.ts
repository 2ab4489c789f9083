/** A change of structure in words, drafted by a model where the built-in reading of such words has none. */
import type { Catalog, PrivacyLevel, Role } from '../../domain.ts'
import type { Dialect } from '../../databases/database.ts'
import type { LanguageModel, ModelMessage } from '../../llm/language-model.ts'
import type { ModelLimits } from '../ask-model.ts'
import { repairMessages } from '../model-reply.ts'
import { outgoing } from '../outgoing.ts'
import { asPromptData } from '../prompt-data.ts'
import { sendRequest } from '../send-request.ts'
import type { RequestEvents } from '../send-request.ts'
import { writeChangePrompt } from './change-prompt.ts'
import { CHANGE_TOOLS, readChangeReply } from './change-tools.ts'

/** Rounds in which the model sees what was wrong with its draft. */
const MAX_REPAIRS = 2
const MAX_PROBLEM_LENGTH = 1_000

export interface ChangeTask {
  text: string
  catalog: Catalog
  dialect: Dialect
  /** As the server says it, e.g. `PostgreSQL 18.4`; null: not known. */
  serverVersion: string | null
  privacy: PrivacyLevel
  role: Role
  /** The date, e.g. `2026-03-01`. */
  today: string
  /** Null when the statements may be a change; else what is wrong with them, for the model and for people. */
  verify: (sql: string) => string | null
  signal: AbortSignal
}

export type ModelChange =
  | { kind: 'SQL'; sql: string; title: string }
  /** The choices are requests that would settle it; empty where there are none. */
  | { kind: 'UNCLEAR'; message: string; choices: readonly string[] }

export interface ChangeDrafter {
  /** Null where no model is configured. Throws the model's own LLM_ failures and the signal's reason. */
  draft(task: ChangeTask, events: RequestEvents): Promise<ModelChange | null>
}

/** One request on the ordinary path. What is answered as SQL has passed `verify`. */
export function createChangeDrafter({
  model,
  ...limits
}: ModelLimits & { model: LanguageModel | null }): ChangeDrafter {
  return {
    async draft(task, events) {
      if (model === null) return null
      const deadline = limits.now() + limits.timeoutMs
      const { system, user } = writeChangePrompt(goingOut(task), limits.maxCatalogTokens)
      const messages: ModelMessage[] = [{ role: 'user', text: user }]
      let lastProblem: string | null = null
      for (let sent = 0; sent <= Math.min(MAX_REPAIRS, limits.maxRequests - 1); sent++) {
        const timeoutMs = deadline - limits.now()
        if (timeoutMs <= 0) break
        const { maxOutputTokens, firstTokenTimeoutMs } = limits
        const request = {
          ...{ system, messages, tools: CHANGE_TOOLS, maxOutputTokens, firstTokenTimeoutMs, timeoutMs },
          signal: task.signal,
        }
        const reply = await sendRequest(model, request, events, () => undefined, limits.now)
        const meaning = readChangeReply(reply)
        switch (meaning.kind) {
          case 'ask-back':
            return { kind: 'UNCLEAR', message: meaning.question, choices: meaning.choices }
          case 'cannot':
            return { kind: 'UNCLEAR', message: meaning.reason, choices: [] }
          case 'unusable':
            messages.push(...repairMessages(reply, meaning.why))
            break
          case 'change': {
            const problem = task.verify(meaning.sql)
            if (problem === null) {
              const notes = [
                `Drafted by ${model.model} from the words of the request`,
                ...meaning.assumptions,
              ]
              const { title } = meaning
              return { kind: 'SQL', title, sql: `${notes.map(asComment).join('')}${meaning.sql}` }
            }
            lastProblem = problem
            const said = `<message>${asPromptData(problem, MAX_PROBLEM_LENGTH)}</message>`
            messages.push(...repairMessages(reply, `This draft was not taken: ${said} Mend it.`))
          }
        }
      }
      const why = lastProblem === null ? '' : ` The last draft was not taken: ${lastProblem}`
      return { kind: 'UNCLEAR', message: `The model found no change for these words.${why}`, choices: [] }
    },
  }
}

/** By the one place that decides what may go out; a change needs no values. */
function goingOut({ text, catalog, dialect, serverVersion, privacy, role, today }: ChangeTask) {
  return outgoing({
    ...{ text, catalog, dialect, serverVersion, privacy, role, today },
    ...{ conversation: [], mentions: [], usage: new Map(), values: [], allowedPersonal: [] },
    ...{ glossary: [], approved: [], timeZone: 'UTC' },
  })
}

/** In one line, for those who review it. */
function asComment(note: string): string {
  return `-- ${note.replace(/\s+/gu, ' ')}\n`
}
