import type { FieldProblem, FunctionName } from '../domain.ts'
import type { ServerFunction } from '../databases/database.ts'
import { inputInvalid } from './input-invalid.ts'

const MAX_FUNCTIONS = 1000
/** A schema and a name with their quotes. */
const MAX_LENGTH = 300
const SHOWN_LENGTH = 80

export interface FunctionChoice {
  /** All that the server has told of, its own included. */
  known: readonly Pick<ServerFunction, 'schema' | 'name' | 'builtIn' | 'callable'>[]
  /** What is listed already: it may stay although the server has it no longer. */
  listed: readonly FunctionName[]
  /** As one writes it in SQL, with the schema, and quotes where they are needed. */
  write: (name: FunctionName) => string
}

/**
 * The functions that these texts name (`schema.name`, or the name alone where there is only one), each once;
 * INPUT_INVALID with one message for each text that names none, e.g. of `functions.3`, from 0.
 */
export function validateFunctions(given: readonly string[], choice: FunctionChoice): FunctionName[] {
  if (given.length > MAX_FUNCTIONS)
    throw inputInvalid('The list of functions', [
      { field: 'functions', message: `There can be ${MAX_FUNCTIONS} functions at most` },
    ])
  const candidates = toCandidates(choice)
  const fields: FieldProblem[] = []
  const found = new Map<string, FunctionName>()
  for (const [index, text] of given.entries()) {
    const read = findFunction(text.trim().replace(/\s*\(\s*\)$/, ''), candidates, choice)
    if ('problem' in read) fields.push({ field: `functions.${index}`, message: read.problem })
    else found.set(choice.write(read.value), read.value)
  }
  if (fields.length > 0) throw inputInvalid('The list of functions', fields)
  return [...found.values()]
}

interface Candidate {
  value: FunctionName
  forms: readonly string[]
}

function toCandidates({ known, listed, write }: FunctionChoice): readonly Candidate[] {
  const ofUsers = known.filter(({ builtIn, callable }) => !builtIn && callable)
  const each = new Map(
    [...ofUsers, ...listed].map(({ schema, name }) => [write({ schema, name }), { schema, name }]),
  )
  return [...each].map(([path, value]) => {
    const { schema, name } = value
    return {
      value,
      forms: [path, schema === '' ? name : `${schema}.${name}`, name, write({ schema: '', name })],
    }
  })
}

function findFunction(
  text: string,
  candidates: readonly Candidate[],
  { known, write }: FunctionChoice,
): { value: FunctionName } | { problem: string } {
  if (text === '' || text.length > MAX_LENGTH)
    return { problem: 'Name a function, for example public.net_price' }
  if (text.endsWith(')'))
    return { problem: 'A function is listed with all its overloads: leave out its arguments' }
  // Some servers do not tell capitals apart in the names of functions.
  const folded = (form: string) => form.toLowerCase() === text.toLowerCase()
  const exact = candidates.filter(({ forms }) => forms.includes(text))
  const meant = exact.length > 0 ? exact : candidates.filter(({ forms }) => forms.some(folded))
  const [first, second] = meant
  if (first !== undefined && second === undefined) return { value: first.value }
  if (first !== undefined) {
    const paths = meant.map(({ value }) => write(value)).slice(0, 5)
    return { problem: `This may mean ${paths.join(' or ')}: write it with its schema` }
  }
  const others = known.filter(
    ({ schema, name }) => folded(name) || folded(`${schema}.${name}`) || folded(write({ schema, name })),
  )
  if (others.some(({ builtIn }) => builtIn))
    return {
      problem: `${shown(text)} comes with the server: queries may call it or not whatever is listed here`,
    }
  if (others.length > 0)
    return { problem: `${shown(text)} is a procedure or belongs to triggers: no query can call it` }
  return { problem: `The server has no function ${shown(text)} that this connection’s login can see` }
}

/** What somebody has typed, cut to what can be read. */
function shown(text: string): string {
  const visible = text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '�')
  return [...visible].length <= SHOWN_LENGTH ? visible : `${[...visible].slice(0, SHOWN_LENGTH).join('')}…`
}
