import type { CatalogTable } from '../../../../domain.ts'
import { nameWords, showColumns, singular } from '../names.ts'

/** Which of the two sides of a deal somebody is on. */
export type Party = 'gives' | 'takes'

const WORDS: Readonly<Record<Party, string>> = {
  gives:
    'staff employee worker doctor physician nurse teacher instructor professor agent representative rep driver mechanic technician seller salesperson consultant clerk cashier waiter pilot supplier vendor provider',
  takes:
    'customer client patient member user student pupil guest passenger subscriber buyer tenant borrower visitor attendee participant consumer shopper reader',
}

const VERBS: Readonly<Record<Party, string>> = {
  gives:
    'sell sold handl process treat teach taught prescrib diagnos examin drive drove driven deliver serv repair inspect assist advis coach train supply supplied lend lent',
  takes:
    'buy bought rent order borrow pay paid visit book enroll submit request subscrib attend spend spent reserv watch purchas',
}

const wordsOf = (text: string) => new Set(text.split(' '))
const PARTIES = { gives: wordsOf(WORDS.gives), takes: wordsOf(WORDS.takes) }
const DEEDS = { gives: wordsOf(VERBS.gives), takes: wordsOf(VERBS.takes) }

/** Who does what a verb says, by its stem; null where either may. */
export function doerOf(stem: string): Party | null {
  return DEEDS.gives.has(stem) ? 'gives' : DEEDS.takes.has(stem) ? 'takes' : null
}

export function partyOf(table: CatalogTable): Party | null {
  const word = singular(nameWords(table.name).at(-1) ?? '')
  return PARTIES.gives.has(word) ? 'gives' : PARTIES.takes.has(word) ? 'takes' : null
}

/** Rows that are people, told by names of two parts or by what the table is called. */
export function arePeople(table: CatalogTable): boolean {
  if (table.kind !== 'TABLE' || showColumns(table).length === 0) return false
  const names = table.columns.map(({ name }) => nameWords(name).join(''))
  const [first, last] = [/^(first|given|f)name$/u, /^(last|family|l)name$|^surname$/u].map(pattern =>
    names.some(name => pattern.test(name)),
  )
  return (first && last) || partyOf(table) !== null
}

const PERSONAL =
  /^(birth|birthday|dob|born|age|gender|sex|nationality|citizenship|salary|wage|hire|hired|email|phone|person|people)$/u

/** Rows that may be people, for all that their columns say. */
export function mayBePeople(table: CatalogTable): boolean {
  const words = [table, ...table.columns].flatMap(({ name }) => nameWords(name).map(singular))
  return arePeople(table) || words.some(word => PERSONAL.test(word))
}
