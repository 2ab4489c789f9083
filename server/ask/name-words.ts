import pluralize from 'pluralize'

/** What people abbreviate in names of columns, whatever the business. */
const ABBREVIATIONS: Readonly<Record<string, string>> = {
  addr: 'address',
  amt: 'amount',
  avg: 'average',
  cat: 'category',
  cnt: 'count',
  cust: 'customer',
  dept: 'department',
  desc: 'description',
  emp: 'employee',
  fname: 'first name',
  lname: 'last name',
  firstname: 'first name',
  lastname: 'last name',
  max: 'maximum',
  min: 'minimum',
  num: 'number',
  org: 'organization',
  pct: 'percent',
  prod: 'product',
  qty: 'quantity',
}

/** Pairs of words that mean the same in nearly every database. Kept small: each one is a possible misreading. */
const SYNONYMS: Readonly<Record<string, string>> = {
  sex: 'gender',
  country: 'nation',
  customer: 'client',
  last_name: 'surname',
  employee: 'staff member',
  zip_code: 'postal code',
}

/** The words of a name in lower case: `unit_price`, `UnitPrice` and `unit price` are all `unit`, `price`. */
export function nameWords(name: string): string[] {
  return name
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(word => word !== '')
}

/** The words with everyday abbreviations written out; the same words when there are none. */
export function writtenOut(words: readonly string[]): string[] {
  return words.flatMap(word => (ABBREVIATIONS[word] ?? word).split(' '))
}

/** The words with one general synonym in place of a word, for each synonym that applies. */
export function withSynonyms(words: readonly string[]): string[][] {
  return Object.entries(SYNONYMS)
    .flatMap(([word, synonym]) => [[word, synonym] as const, [synonym, word] as const])
    .flatMap(([from, to]) => {
      const text = ` ${words.map(singular).join(' ')} `
      const spoken = ` ${from.replaceAll('_', ' ')} `
      return text.includes(spoken)
        ? [
            text
              .replace(spoken, ` ${to.replaceAll('_', ' ')} `)
              .trim()
              .split(' '),
          ]
        : []
    })
}

export function singular(word: string): string {
  return word.length < 3 ? word : pluralize.singular(word)
}

/**
 * One key for all spellings of a name: `Order Details`, `order_detail` and `orderdetails` are `orderdetail`.
 */
export function nameKey(words: readonly string[]): string {
  return words.map(singular).join('')
}
