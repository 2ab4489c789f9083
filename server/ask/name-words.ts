import pluralize from 'pluralize'

/** What people abbreviate in names of columns, whatever the business. */
const ABBREVIATIONS: Readonly<Record<string, string>> = {
  acct: 'account',
  addr: 'address',
  amt: 'amount',
  avg: 'average',
  cat: 'category',
  cnt: 'count',
  cust: 'customer',
  dept: 'department',
  dob: 'birth date',
  dt: 'date',
  desc: 'description',
  emp: 'employee',
  fname: 'first name',
  grp: 'group',
  inv: 'invoice',
  lname: 'last name',
  lvl: 'level',
  mgr: 'manager',
  nbr: 'number',
  nm: 'name',
  ord: 'order',
  pmt: 'payment',
  sts: 'status',
  subj: 'subject',
  tel: 'phone',
  txn: 'transaction',
  usr: 'user',
  wt: 'weight',
  yr: 'year',
  firstname: 'first name',
  lastname: 'last name',
  max: 'maximum',
  min: 'minimum',
  num: 'number',
  org: 'organization',
  pct: 'percent',
  prod: 'product',
  qty: 'quantity',
  no: 'number',
}

/** Pairs of words that mean the same in nearly every database. Kept small: each one is a possible misreading. */
const SYNONYMS: readonly (readonly [string, string])[] = [
  ['sex', 'gender'],
  ['country', 'nation'],
  ['customer', 'client'],
  ['last name', 'surname'],
  ['last name', 'family name'],
  ['first name', 'given name'],
  ['employee', 'staff member'],
  ['maker', 'manufacturer'],
  ['film', 'movie'],
  ['car', 'vehicle'],
  ['salary', 'wage'],
  ['phone', 'telephone'],
  ['birthday', 'birth date'],
  ['item', 'product'],
  ['product', 'goods'],
  ['price', 'cost'],
  ['seller', 'vendor'],
  ['supplier', 'vendor'],
  ['job', 'position'],
  ['zip code', 'postal code'],
  ['zip', 'postal code'],
  ['population', 'people'],
  ['population', 'inhabitant'],
  ['author', 'writer'],
  ['company', 'firm'],
  ['street', 'road'],
  ['report to', 'manager'],
  ['report to', 'supervisor'],
  ['report to', 'boss'],
  ['manager', 'supervisor'],
  ['manager', 'boss'],
  ['nationality', 'citizenship'],
  ['score', 'point'],
  ['photo', 'picture'],
  ['doctor', 'physician'],
  ['lawyer', 'attorney'],
  ['purchase', 'acquisition'],
  ['salesperson', 'sales representative'],
  ['sales person', 'sales representative'],
  ['size', 'dimension'],
]

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

const SYNONYM_PAIRS = SYNONYMS.map(([word, synonym]) => [` ${word} `, ` ${synonym} `] as const).flatMap(
  ([a, b]) => [[a, b] as const, [b, a] as const],
)

/** The words that synonyms begin with, so that other names are not searched for any. */
const SYNONYM_STARTS = new Set(SYNONYM_PAIRS.map(([from]) => from.trim().split(' ')[0] ?? ''))

/** The words with one general synonym in place of a word, for each synonym that applies. */
export function withSynonyms(words: readonly string[]): string[][] {
  const singulars = words.map(singular)
  if (!singulars.some(word => SYNONYM_STARTS.has(word))) return []
  const text = ` ${singulars.join(' ')} `
  return SYNONYM_PAIRS.filter(([from]) => text.includes(from)).map(([from, to]) =>
    text.replace(from, to).trim().split(' '),
  )
}

// Names and questions repeat the same few thousand words, and a hundred rules are tried on each.
const singulars = new Map<string, string>()
const MOST_SINGULARS = 20_000

export function singular(word: string): string {
  if (word.length < 3) return word
  const known = singulars.get(word)
  if (known !== undefined) return known
  if (singulars.size >= MOST_SINGULARS) singulars.clear()
  const found = pluralize.singular(word)
  singulars.set(word, found)
  return found
}

/**
 * One key for all spellings of a name: `Order Details`, `order_detail` and `orderdetails` are `orderdetail`.
 */
export function nameKey(words: readonly string[]): string {
  return words.map(singular).join('')
}
