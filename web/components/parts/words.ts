import type {
  Engine,
  Environment,
  PromptOutcome,
  QueryOrigin,
  Role,
  RunState,
} from '../../graphql/generated/graphql.ts'

/** What the API's constants are called on the screen. */
const ENGINE_WORDS: Record<Engine, string> = { POSTGRES: 'PostgreSQL', MYSQL: 'MySQL or MariaDB' }

/** What the server calls itself, without its version; before it was ever asked, what it may be. */
export function engineInWords({
  engine,
  serverVersion,
}: {
  engine: Engine
  serverVersion: string | null
}): string {
  return /^[a-z]+/i.exec(serverVersion ?? '')?.[0] ?? ENGINE_WORDS[engine]
}

export const ENVIRONMENT_WORDS: Record<Environment, string> = {
  DEVELOPMENT: 'Development',
  PRODUCTION: 'PRODUCTION',
}

export const ROLE_WORDS: Record<Role, string> = {
  READ_ONLY: 'Reader',
  DEVELOPER: 'Developer',
  ADMIN: 'Administrator',
}

export const OUTCOME_WORDS: Record<PromptOutcome, string> = {
  QUERY: 'SQL written',
  PROPOSAL: 'Proposal',
  CLARIFICATION: 'Needs a choice',
  REFUSAL: 'Not done',
  FAILURE: 'Not understood',
}

export const RUN_STATE_WORDS: Record<RunState, string> = {
  RUNNING: 'running',
  COMPLETED: 'complete',
  TRUNCATED: 'truncated',
  CANCELLED: 'cancelled',
  FAILED: 'failed',
}

export function originInWords(origin: QueryOrigin, model: string | null): string {
  switch (origin) {
    case 'BUILT_IN':
      return 'built-in grammar'
    case 'MODEL':
      return model ?? 'model'
    case 'REUSED':
      return 'reused from an earlier answer'
    case 'EDITED':
      return 'edited by you'
  }
}

/** Null where the origin cannot tell: then nothing is claimed. */
export function confidenceInWords(confidence: number | null): string | null {
  if (confidence === null) return null
  if (confidence >= 0.9) return 'sure'
  return confidence >= 0.6 ? 'fairly sure' : 'a guess, check it'
}

const STAGE_WORDS: Partial<Record<string, string>> = {
  catalog: 'Opening the catalog',
  reading: 'Reading the question',
  model: 'Writing the SQL',
  'built-in': 'Reading by the built-in grammar',
  reuse: 'Found an earlier answer',
  check: 'Checking the SQL',
  checking: 'Estimating what it would do',
  compare: 'Comparing what the drafts give',
  'look-up': 'Looking up more tables',
}

/** A server may have stages that are not known here: their names are shown as words. */
export function stageInWords(stage: string): string {
  return STAGE_WORDS[stage] ?? asSentence(stage.replace(/[_-]+/g, ' ').trim().toLowerCase())
}

export function asSentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}
