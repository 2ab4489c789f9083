import type { Evidence, EvidenceTopic, RoundtableRole } from '../../domain.ts'

/** The eight that look at their own slice; the software architect decides on all of it. */
export type Panelist = Exclude<RoundtableRole, 'SOFTWARE_ARCHITECT'>

export interface Seat {
  title: string
  /** What it has to answer, each with the evidence that can answer it; the first matters most. */
  questions: readonly { ask: string; topics: readonly EvidenceTopic[] }[]
  /** How it begins when nothing speaks against the change. */
  calm: string
}

/** Roles differ by what they may see and have to answer, not by how they talk. */
export const SEATS: Readonly<Record<Panelist, Seat>> = {
  PRODUCT_OWNER: {
    title: 'Product Owner',
    questions: [
      { ask: 'Does the change do what was asked for, and nothing else?', topics: ['REQUEST'] },
      { ask: 'Which queries that people keep will it break?', topics: ['SAVED_QUERIES'] },
    ],
    calm: 'Go ahead',
  },
  UX_ARCHITECT: {
    title: 'UX Architect',
    questions: [
      { ask: 'What will look or behave differently to whoever uses the data?', topics: ['CHANGE'] },
      { ask: 'Do the new names say what they hold?', topics: ['NAMES'] },
    ],
    calm: 'People will not stumble over it',
  },
  LLM_ARCHITECT: {
    title: 'LLM Architect',
    questions: [{ ask: 'Who wrote the SQL, and what was taken for granted?', topics: ['ORIGIN'] }],
    calm: 'Where the SQL comes from is clear',
  },
  LLM_ENGINEER: {
    title: 'Senior LLM Engineer',
    questions: [
      { ask: 'Is the text sound: statements, transactions, a second run?', topics: ['STATEMENTS'] },
      { ask: 'Does the way back lead back?', topics: ['ROLLBACK'] },
    ],
    calm: 'The text is sound',
  },
  DATABASE_ARCHITECT: {
    title: 'Database Architect',
    questions: [
      { ask: 'Which rules are against it?', topics: ['LINT'] },
      { ask: 'What does each step lock and cost, on tables of this size?', topics: ['COST'] },
      { ask: 'Who is in the way at this moment?', topics: ['BLOCKERS'] },
      { ask: 'What hangs off what it touches?', topics: ['DEPENDENTS'] },
    ],
    calm: 'The server takes it well',
  },
  SENIOR_TESTER: {
    title: 'Senior Tester',
    questions: [
      { ask: 'Did it work on an empty copy, and is that still true?', topics: ['DRY_RUN'] },
      { ask: 'Will it work on the rows that are there?', topics: ['ROWS'] },
      { ask: 'Has it been applied anywhere else?', topics: ['ELSEWHERE'] },
    ],
    calm: 'It was tried',
  },
  SECURITY_ARCHITECT: {
    title: 'Security Architect',
    questions: [
      { ask: 'Who gains or loses what, and what becomes visible?', topics: ['PRIVILEGES'] },
      { ask: 'Is the record whole?', topics: ['AUDIT'] },
      { ask: 'Has somebody else looked at it?', topics: ['APPROVALS'] },
    ],
    calm: 'No door opens',
  },
  NETWORK_ARCHITECT: {
    title: 'Network Architect',
    questions: [
      {
        ask: 'How is the target reached, and what if the link breaks in the middle?',
        topics: ['CONNECTION'],
      },
    ],
    calm: 'The way to the server holds',
  },
}

/** In the order in which they sit. */
export const PANELISTS = Object.keys(SEATS) as readonly Panelist[]

/** What the role may see, in the order of its questions. */
export function sliceOf(role: Panelist, evidence: readonly Evidence[]): readonly Evidence[] {
  return SEATS[role].questions.flatMap(({ topics }) => evidence.filter(({ topic }) => topics.includes(topic)))
}
