import { between, comparison } from './comparisons.ts'
import { conditionOn } from './conditions.ts'
import { dateColumn } from './date-columns.ts'
import { linksFrom } from '../links.ts'
import { isTime, nameWords, singular } from '../names.ts'
import { arePeople } from './parties.ts'
import { addFact } from './facts.ts'
import { fail, kw, noun, peek, top } from './state.ts'
import type { Keyword, State } from './state.ts'

export const rough = (word: string) => word.replace(/(ing|ed|es|s|e)$/u, '')

export function onFiller(s: State, item: Keyword): void {
  s.at++
  if (item.op === 'command' && s.rootSaid && s.at > 1) {
    // "Which shop …? List the shop's address": that is to be shown, instead of the shop.
    const before = s.live[s.at - 2]
    if (before?.t === 'kw' && before.op === 'stop' && s.draft.groups.length === 0) s.rootListed = false
    s.mode = 'out'
    s.stack = [s.root]
  }
  return
}

export function onWh(s: State, item: Keyword): void {
  const before = s.live[s.at - 1]
  s.at++
  // "… over 3, and what is their name?" asks for more.
  if (
    s.mode === 'filter' &&
    (before?.t === 'kw' ? ['and', 'comma', 'stop'].includes(before.op) : false || /^and /u.test(item.said))
  ) {
    s.mode = 'out'
    s.stack = [s.root]
    s.lastFact = null
    return
  }
  if (item.arg === 'everyone' || (item.arg === 'who' && s.at === 1)) {
    askWho(s, item)
    if (item.arg === 'everyone' && !s.rootSaid) fail(s, 'who is meant?')
    return
  }
  if (item.arg === 'where' || item.arg === 'when') {
    if (s.at > 1) fail(s, `"${item.said}" is not read here`)
    s.asked = item.arg
    return
  }
  if (item.arg === 'which' && noun(s, 0) && !/^what (is|are|was|were)|whats|'s$/u.test(item.said)) {
    s.whColumn = true
    const last = noun(s, 0)?.said.split(' ').at(-1) ?? ''
    s.whPlural = singular(last) !== last
  }
  return
}

/** "Who booked …": people that no word names are what is asked for. */
function askWho(s: State, item: Keyword): void {
  // "Who is the manager of …" names what is asked for.
  if (/^who (is|are|was|were)$/u.test(item.said) || (kw(s, 0, 'is') && !kw(s, 1, 'verb'))) return
  const named = s.live.some(
    each => each.t === 'noun' && each.tables.some(({ table }) => table === s.root.table || arePeople(table)),
  )
  if (named || !arePeople(s.root.table)) return
  s.rootSaid = true
  s.rootListed = s.draft.shown.length === 0
  s.mode = 'filter'
  const self = linksFrom(s.catalog, s.root.table).filter(link => link.to === s.root.table)
  const verb = kw(s, 0, 'verb')
  const deed = rough(verb?.said.split(' ')[0] ?? '')
  // "Who leads the team" are not all of those who are led.
  if (deed.length >= 4 && verb?.said.includes(' ') === false)
    if (self.some(({ by }) => nameWords(by).some(word => word.startsWith(deed)))) fail(s, 'those above')
}

export function onCompare(s: State, item: Keyword): void {
  s.mode = 'filter'
  comparison(s, item.arg)
  return
}

export function onBetween(s: State): void {
  s.at++
  s.mode = 'filter'
  const place =
    s.lastColumn ??
    (peek(s)?.t === 'date' || (peek(s)?.t === 'num' && (peek(s) as { year: boolean }).year)
      ? dateColumn(s, [...s.stack].reverse())
      : null)
  s.lastColumn = null
  if (!place) return fail(s, 'between what?')
  if (s.draft.shown.at(-1)?.k === 'column') s.draft.shown.pop()
  between(s, place)
  return
}

export function onNot(s: State, item: Keyword): void {
  s.at++
  s.mode = 'filter'
  s.negated = !s.negated
  if (item.op === 'except') {
    s.except = true
    s.stack = [s.root]
  }
  void s.except
  return
}

export function onAnd(s: State, item: Keyword): void {
  if (s.negated && item.op === 'and' && !noun(s, 1)?.values.length) fail(s, 'not what?')
  s.at++
  if (
    s.mode === 'filter' &&
    (kw(s, 0, 'has', 'not', 'is', 'rel') || kw(s, 0, 'verb')) &&
    s.stack.length > 1 &&
    item.op === 'and' &&
    !s.both
  )
    s.stack = s.stack.slice(0, -1)
  return
}

export function onOr(s: State): void {
  s.at++
  if (kw(s, 0, 'verb', 'has', 'not', 'is')) s.stack = [s.root]
  s.joinNext = 'or'
  return
}

export function onBoth(s: State): void {
  s.at++
  s.both = true
  return
}

export function onEither(s: State): void {
  s.at++
  return
}

export function onBut(s: State): void {
  s.at++
  s.stack = [s.root]
  return
}

export function onRel(s: State, item: Keyword): void {
  s.at++
  if (s.at === 1 && /^who( |$)/u.test(item.said)) askWho(s, item)
  if (
    item.op === 'rel' ||
    (item.op === 'has' && (s.rootSaid || s.draft.shown.length > 0)) ||
    (item.op === 'is' && (s.rootSaid || s.draft.shown.length > 0 || s.whColumn))
  )
    s.mode = 'filter'
  const text = peek(s)
  // "A song having 'Hey' in its name": still of that column.
  if (item.op === 'has' && text?.t === 'text' && text.quoted) return
  if (item.op === 'is' || item.op === 'rel' || item.op === 'has')
    s.lastColumn = s.mode === 'filter' && s.draft.shown.length > 0 ? null : s.lastColumn
  return
}

export function onVerb(s: State, item: Keyword): void {
  const next = noun(s, 1)
  // "Closed shops": which ones is what it says.
  const attributive =
    /^\w+(ed|id|en|old|ent|ght|wn)$/u.test(item.said) &&
    next?.from === item.to &&
    next.tables.length > 0 &&
    s.draft.shown.length === 0 &&
    !s.rootSaid
  if (attributive) {
    const deed = rough(item.said).replace(/([b-df-hj-np-tv-z])\1$/u, '$1')
    const [time, ...more] = s.root.table.columns.filter(
      column =>
        isTime(column) && column.nullable && nameWords(column.name).some(word => word.startsWith(deed)),
    )
    const own = next.tables.some(({ table }) => table === s.root.table)
    if (!time || more.length > 0 || !own || s.negated) return fail(s, `"${item.said}" says which ones`)
    s.at++
    addFact(s, s.root, { k: 'null', column: time, negated: true })
    return
  }
  s.at++
  s.hints.push(rough(item.said.split(' ')[0] ?? ''))
  if (s.rootSaid || s.draft.shown.length > 0) s.mode = 'filter'
  tellDone(s, item)
  return
}

/** What all rows are. */
const IDLE =
  /^(listed|recorded|stored|given|shown|known|registered|used|named|called|located|produced|made|sold|held)$/u

/** "Fees that have been paid": when they were is known; where more is said of it, that tells. */
function tellDone(s: State, item: Keyword): void {
  const lead = s.live[s.at - 2]
  const passive = lead?.t === 'kw' && (lead.op === 'is' || /\b(have|has|had)( been)?$|been$/u.test(lead.said))
  const next = peek(s)
  const last =
    next === undefined || (next.t === 'kw' && ['stop', 'and', 'comma', 'group', 'sort'].includes(next.op))
  if (!passive || !last || s.mode !== 'filter' || !/(ed|en|id|nt|ld|ght)$/u.test(item.said)) return
  const deed = rough(item.said).replace(/([b-df-hj-np-tv-z])\1$/u, '$1')
  const { table } = top(s)
  const [time, ...more] = table.columns.filter(
    column => isTime(column) && column.nullable && nameWords(column.name).some(word => word.startsWith(deed)),
  )
  if (!time || more.length > 0 || deed.length < 3) {
    // "Loads that were inspected", where nothing tells it: not all of them.
    const told = s.scopes.some(scope =>
      [scope.table, ...scope.table.columns].some(({ name }) =>
        nameWords(name).some(word => word.startsWith(deed)),
      ),
    )
    const measured =
      s.draft.shown.some(each => each.k === 'count' || each.k === 'aggregate') || s.draft.order.length > 0
    const end = next === undefined || (next.t === 'kw' && next.op === 'stop')
    if (!told && !measured && end && !IDLE.test(item.said)) fail(s, `"${item.said}" is not told`)
    return
  }
  const known = s.negated
  s.negated = false
  addFact(s, top(s), { k: 'null', column: time, negated: !known })
}

export function onContains(s: State): void {
  s.at++
  const place = s.lastColumn
  if (!place) return fail(s, 'what contains it?')
  s.at--
  s.draft.shown.pop()
  if (!conditionOn(s, place)) fail(s, 'contains what?')
  return
}

export function onStop(s: State): void {
  s.at++
  s.stack = [s.root]
  s.lastFact = null
  return
}

export function onSame(s: State): void {
  s.at++
  return
}

export function onOnly(s: State): void {
  const next = peek(s, 1)
  if (next?.t === 'kw' && next.op === 'command') {
    s.at++
    return
  }
  // "Only one star": just so many.
  if (peek(s, 1)?.t === 'num' && noun(s, 2)?.tables.length === 0) {
    s.at++
    return
  }
  return fail(s, '"only" is not read yet')
}

export function onOther(s: State, item: Keyword): void {
  return fail(s, `"${item.said}" is not read here`)
}
