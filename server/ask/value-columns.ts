import type { Catalog, CatalogColumn, CatalogTable, ColumnRef, ValueSampling } from '../domain.ts'
import { nameWords, singular, writtenOut } from './name-words.ts'

/** Names of columns whose values are secrets or say who a person is: never sampled. */
const PRIVATE =
  /\b(password|passwd|passphrase|pwd|pin|token|secret|hash|salt|key|credential|signature|otp|cvv|ssn|social security|iban|bic|account (number|no|holder|name)|card (number|no|holder)|credit card|tax (id|number)|vat|passport|licence|license|e ?mail|phone|telephone|mobile|cell|fax|address|street|zip|postal|postcode|birth|dob|username|user name|login|nickname|ip|latitude|longitude|salary|diagnosis|(first|last|middle|given|family|full|maiden|contact|user|customer|patient|employee|person) name|surname|ssid|vin)\b/u

/** Names of columns whose values nobody asks for by themselves. */
const NOT_ASKED_FOR =
  /\b(id|uuid|guid|description|comment|note|text|body|bio|biography|summary|message|abstract|content|html|json|xml|url|uri|link|path|file|filename|image|photo|picture|avatar|checksum|version|user agent|metadata|payload|data|extension|homepage|website|reference|ref)\b/u

/** Tables and columns called so are about people, though a view of them may show nothing else that tells. */
const PEOPLE =
  /\b(person|people|customer|client|employee|staff|worker|manager|supervisor|user|member|patient|student|pupil|teacher|guest|passenger|subscriber|applicant|candidate|tenant|resident|donor|attendee|participant)$/u

/** Names whose values people do name in questions; the rest follows after them. */
const OFTEN_ASKED_FOR =
  /\b(name|title|country|nation|city|state|region|province|county|continent|category|type|kind|status|stage|brand|make|model|department|genre|language|currency|color|colour|gender|level|rating|segment|industry|position|role|method|company)\b/u

/**
 * The text columns whose distinct values are worth knowing, so that a value in a question is found: most useful
 * first. No ids, free text, secrets or personal data, unless somebody has allowed the column by name. Columns of enum
 * types are left out: the catalog has their values.
 */
export function valueColumns(catalog: Catalog, { enabled, never, always }: ValueSampling): ColumnRef[] {
  if (!enabled) return []
  const [forbidden, allowed] = [never, always].map(refs => new Set(refs.map(keyOf)))
  const isWanted = (table: CatalogTable, column: CatalogColumn) => {
    const key = keyOf({ schema: table.schema, table: table.name, column: column.name })
    if (forbidden?.has(key) || column.kind !== 'TEXT' || column.enumValues) return false
    return allowed?.has(key) === true || isHarmless(table, column)
  }
  return catalog.tables
    .flatMap(table =>
      table.columns
        .filter(column => isWanted(table, column))
        .map(column => ({
          ref: { schema: table.schema, table: table.name, column: column.name },
          rank: OFTEN_ASKED_FOR.test(spoken(column)) ? 0 : 1,
        })),
    )
    .sort((a, b) => a.rank - b.rank)
    .map(({ ref }) => ref)
}

function keyOf({ schema, table, column }: ColumnRef): string {
  return JSON.stringify([schema, table, column])
}

export function isHarmless(table: CatalogTable, column: CatalogColumn): boolean {
  const name = spoken(column)
  if (PRIVATE.test(name)) return false
  if (NOT_ASKED_FOR.test(name) && !isOnlyName(table, column)) return false
  if (isPerson(table) && /\b(name|title of courtesy)\b/u.test(name)) return false
  if (name === 'name' && speaksOfPeople(table.name)) return false
  if (PEOPLE.test(name)) return false
  // A part of a key may be what the row is about, as the language of a country is.
  const isWholeKey = column.primaryKey && table.primaryKey.length === 1
  const isKey = isWholeKey || table.foreignKeys.some(key => key.columns.includes(column.name))
  return !isKey
}

/** The name of a secret or of personal data, wherever a column of that name comes from. */
export function isPrivateName(name: string): boolean {
  return PRIVATE.test(spokenName(name))
}

/** A table with a first and a last name, or a date of birth, is about people: its names are personal data. */
function isPerson(table: CatalogTable): boolean {
  return table.columns.some(column => /\b((first|last) name|surname|birth|dob)\b/u.test(spoken(column)))
}

/** A list or a view of people is about them as well: `customer_list`, `v_staff`. */
function speaksOfPeople(tableName: string): boolean {
  return PEOPLE.test(spokenName(tableName).replace(/ (list|view|detail|info|data|table|record)$/u, ''))
}

/**
 * The one text column of a small table is what its rows are called, whatever it is called itself; so is what a code
 * stands for in a table that speaks of nothing else.
 */
function isOnlyName(table: CatalogTable, column: CatalogColumn): boolean {
  const others = table.columns.filter(other => other !== column && other.kind === 'TEXT' && !other.primaryKey)
  return (
    others.length === 0 ||
    (table.foreignKeys.length === 0 &&
      /^(description|label|caption)$/u.test(spoken(column)) &&
      others.every(other => /\b(code|abbr|abbreviation|symbol)$/u.test(spoken(other))))
  )
}

function spoken(column: CatalogColumn): string {
  return spokenName(column.name)
}

function spokenName(name: string): string {
  return writtenOut(nameWords(name)).map(singular).join(' ')
}
