/** Languages in which people name countries; the names come with JavaScript's own data (CLDR). */
const LANGUAGES = [
  'en',
  'de',
  'fr',
  'es',
  'it',
  'pt',
  'nl',
  'pl',
  'sv',
  'da',
  'nb',
  'fi',
  'cs',
  'tr',
  'ru',
  'ja',
  'zh',
]
/** What databases write in place of the full name. */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  usa: 'US',
  uk: 'GB',
  uae: 'AE',
  england: 'GB',
  greatbritain: 'GB',
  america: 'US',
}

/**
 * The value that somebody may have meant: the same but for case, accents and signs; the same country in another language
 * or by its code; or one that is written nearly alike. Null where none is near, or several are. Pure.
 */
export function nearestValue(text: string, values: readonly string[]): string | null {
  const wanted = plain(text)
  if (wanted === '') return null
  const same = values.filter(value => plain(value) === wanted)
  if (same[0] !== undefined) return same[0]
  const country = regionOf(text)
  const named = country === null ? [] : values.filter(value => regionOf(value) === country)
  if (named[0] !== undefined) return named[0]
  const most = Math.floor(wanted.length / 4)
  let best: { value: string; distance: number } | null = null
  let isAlone = true
  for (const value of values) {
    const other = plain(value)
    if (Math.abs(other.length - wanted.length) > most) continue
    const distance = editDistance(wanted, other)
    if (distance > most || (best !== null && distance > best.distance)) continue
    isAlone = best === null || distance < best.distance
    best = { value, distance }
  }
  return best !== null && isAlone ? best.value : null
}

/** Lower case, without accents and signs. */
function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .toLowerCase()
}

let regions: ReadonlyMap<string, string> | null = null

function regionOf(text: string): string | null {
  regions ??= namesOfRegions()
  return regions.get(plain(text)) ?? null
}

function namesOfRegions(): ReadonlyMap<string, string> {
  const names = new Map(Object.entries(SHORT_NAMES))
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
  const inLanguages = LANGUAGES.map(
    language => new Intl.DisplayNames([language], { type: 'region', fallback: 'none' }),
  )
  for (const first of letters)
    for (const second of letters) {
      const code = first + second
      const known = inLanguages.flatMap(display => display.of(code) ?? [])
      if (known.length === 0) continue
      names.set(plain(code), names.get(plain(code)) ?? code)
      for (const name of known) if (!names.has(plain(name))) names.set(plain(name), code)
    }
  return names
}

/** How many letters have to be put in, left out or changed. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
