import type { Facts } from '../facts.ts'
import { fact } from '../found.ts'
import type { Found } from '../found.ts'
import { lastPart, tableOf, wordsOf } from '../names-of.ts'
import { asOneLine, listed, named } from '../one-line.ts'

/** Words in names of columns that tell something about a person or open a door. */
const PERSONAL =
  /^(e?mail|phone|telephone|mobile|fax|birth|birthday|dob|ssn|passport|iban|salary|address|street|password|passwd|pwd|secret|token|hash|salt|card|cvv|tax|health|gender|religion|latitude|longitude|ip)$/

/** Who gains and loses what, and what becomes visible to whom. */
export function privilegeEvidence(facts: Facts): readonly Found[] {
  const { proposal, server, changeLogin, connection, structure } = facts
  const { changes } = proposal
  const found: Found[] = [...grants(facts)]
  const unfenced = changes.filter(({ kind }) => /^(REMOVED|CHANGED) POLICY$/.test(kind))
  if (unfenced.length > 0)
    found.push({
      topic: 'PRIVILEGES',
      text: `Row policies change: ${listed(unfenced.map(({ object, kind }) => `${object} (${kind.toLowerCase()})`))}`,
      floor: 'CHANGES_REQUESTED',
      hint: 'Have somebody who knows who may see which rows look at it.',
    })
  const elevated = changes.filter(({ after }) => after !== null && /\bSECURITY DEFINER\b/i.test(after))
  if (elevated.length > 0)
    found.push({
      topic: 'PRIVILEGES',
      text: `${listed(elevated.map(({ object }) => object))} ${elevated.length === 1 ? 'runs' : 'run'} with the rights of the owner (SECURITY DEFINER)`,
      floor: 'CHANGES_REQUESTED',
      hint: 'Set its search_path, and take EXECUTE from PUBLIC.',
    })
  const personal = changes.filter(
    ({ kind, object }) =>
      /^(ADDED|RENAMED) COLUMN$/.test(kind) && wordsOf(object).some(word => PERSONAL.test(word)),
  )
  for (const { object } of personal) {
    const readers = structure === null ? [] : readersOf(tableOf(object, structure)?.id ?? '', structure)
    found.push({
      topic: 'PRIVILEGES',
      text: `${named(object)} looks personal by its name${readers.length > 0 ? `, and ${listed(readers)} may read its table` : ''}`,
      floor: readers.includes('PUBLIC') ? 'CHANGES_REQUESTED' : 'APPROVE_WITH_CONDITIONS',
      hint: 'Say who may read it, and whether the translators may sample it.',
    })
  }
  const bound = [...connection.sampling.never, ...connection.sampling.always]
  const loose = changes.filter(
    ({ kind, before }) =>
      kind === 'RENAMED COLUMN' &&
      bound.some(({ column }) => column.toLowerCase() === lastPart(before ?? '').toLowerCase()),
  )
  if (loose.length > 0)
    found.push({
      topic: 'PRIVILEGES',
      text: `The rule of what may be sampled goes by name and no longer fits ${listed(loose.map(({ before }) => before ?? ''))}`,
      floor: 'CHANGES_REQUESTED',
      hint: 'Set the rule for the new name when the change is applied.',
    })
  if (found.length === 0) found.push(fact('PRIVILEGES', 'Nobody gains or loses a right by the change'))
  const worst = server?.privileges.find(({ severity }) => severity !== 'INFO')
  if (changeLogin !== null)
    found.push(fact('PRIVILEGES', `It is applied as ${named(changeLogin)}, a login for changes only`))
  else if (worst !== undefined)
    found.push({
      topic: 'PRIVILEGES',
      text: `It is applied with the login that questions use, which ${asOneLine(worst.message, 140)
        .replace(/^(?:The login|It) /i, '')
        .replace(/\.$/, '')} (${worst.code})`,
      floor: 'APPROVE',
      hint: 'Give changes a login of their own, and let questions use one that can only read.',
    })
  return found
}

function grants({ proposal: { changes } }: Facts): Found[] {
  return changes.flatMap(({ kind, object, before, after }): Found[] => {
    if (!/ GRANT$/.test(kind)) return []
    const text = asOneLine(after ?? before ?? object, 200)
    const toEverybody = /\bTO PUBLIC\b/.test(after ?? '')
    const verb = kind.startsWith('REMOVED')
      ? 'A right goes'
      : kind.startsWith('ADDED')
        ? 'A right is new'
        : 'A right changes'
    return [
      {
        topic: 'PRIVILEGES',
        text: `${verb}: ${text}`,
        floor: toEverybody ? 'CHANGES_REQUESTED' : 'APPROVE_WITH_CONDITIONS',
        hint: toEverybody
          ? 'Grant it to a role that holds those who need it.'
          : 'Have somebody who knows these roles look at it.',
      },
    ]
  })
}

/** Roles that a grant on the whole table lets read it. */
function readersOf(tableId: string, { objects }: NonNullable<Facts['structure']>): string[] {
  const roles = objects
    .filter(
      ({ kind, partOf, definition }) =>
        kind === 'GRANT' && partOf === tableId && /\bSELECT\b/.test(definition),
    )
    .flatMap(({ definition }) =>
      [...definition.matchAll(/\bTO ("[^"]+"|[^\s;]+)/g)].map(([, role = '']) => role),
    )
  return [...new Set(roles)]
}
