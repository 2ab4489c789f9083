import type { CatalogColumn, CatalogTable } from '../../../../domain.ts'
import type { Fact } from '../draft.ts'
import type { Item } from '../items.ts'
import { isTime, nameWords } from '../names.ts'
import { addFact, OPPOSITE } from './facts.ts'
import { hintCost } from './reach.ts'
import { fail, top } from './state.ts'
import type { Keyword, State } from './state.ts'
import type { Comparison } from '../tree.ts'

const DUE = /^(due|required|requirement|deadline|expected|promised|estimated|planned|target)$/u
const DONE =
  /^(paid|payment|returned|return|shipped|delivered|delivery|completed|completion|finished|closed|arrived|arrival|received|submitted|settled|actual|resolved|solved|back)$/u

interface Times {
  due: CatalogColumn | null
  done: readonly CatalogColumn[]
}

/** When something of a table is to be done, and when it was. */
function timesOf({ columns }: CatalogTable): Times {
  const called = (pattern: RegExp) =>
    columns.filter(column => isTime(column) && nameWords(column.name).some(word => pattern.test(word)))
  const [due, ...more] = called(DUE)
  return {
    due: more.length === 0 ? (due ?? null) : null,
    done: called(DONE).filter(column => column !== due),
  }
}

/** "Late", "on time" and "overdue": when it was done, or was not, against when it was to be done. */
export function onTimely(s: State, item: Keyword): void {
  s.at++
  s.mode = 'filter'
  const scope = top(s)
  const { due, done } = timesOf(scope.table)
  const named = done.filter(column => hintCost(s, [column.name]) < 0)
  const [only, ...more] = named.length > 0 ? named : done
  if (!only || more.length > 0) return fail(s, 'when it was done is not told')
  const not = s.negated
  s.negated = false
  if (item.arg === 'open') {
    if (!only.nullable) fail(s, 'each of them is done')
    addFact(s, scope, { k: 'null', column: only, negated: not })
    return
  }
  if (!due) return fail(s, 'when it is due is not told')
  if (item.arg === 'overdue') {
    if (not || !only.nullable) fail(s, 'what is not overdue?')
    const before: Fact = {
      k: 'within',
      column: due,
      range: {
        from: null,
        to: { kind: 'relative', unit: 'day', amount: 0, floor: 'day' },
        said: 'today',
        length: 1,
        bounds: 'before',
      },
      negated: false,
    }
    scope.conditions.push(before)
    addFact(s, scope, { k: 'null', column: only, negated: false })
    return
  }
  const operator: Comparison = item.arg === 'late' ? '>' : '<='
  addFact(s, scope, {
    k: 'compare',
    column: only,
    operator: not ? OPPOSITE[operator] : operator,
    value: { k: 'column', column: due, scope: null },
  })
}

const ENDED =
  /^(end|ended|return|returned|back|closed|left|leave|discharged|discharge|retired|until|finish|finished|completed|terminated|termination|checkout|vacated|departure)$/u

/** "On loan at the moment": what has an end has not ended yet, unless a state was named. */
export function notEnded(s: State): void {
  const scopes = [...s.scopes].reverse().filter(scope => scope.said || scope === s.root)
  for (const scope of scopes) {
    const told = scope.conditions.some(({ k }) => k === 'null' || k === 'texts' || k === 'true')
    if (told) return
    const [end, ...more] = scope.table.columns.filter(
      column => isTime(column) && column.nullable && nameWords(column.name).some(word => ENDED.test(word)),
    )
    if (!end) continue
    if (more.length > 0) fail(s, 'which end?')
    scope.conditions.push({ k: 'null', column: end, negated: false })
    return
  }
  if (s.root.conditions.length === 0) fail(s, 'what is so now?')
}

/** "Inactive members" are members that are not active: how many there are is asked of the members. */
export function withDenialsBehind(items: readonly Item[]): Item[] {
  const found = [...items]
  found.forEach((item, at) => {
    const [state, thing] = [found[at + 1], found[at + 2]]
    if (item.t !== 'kw' || item.said !== 'not' || state?.t !== 'noun' || thing?.t !== 'noun') return
    const told = [...state.columns, ...state.values].some(({ table }) =>
      thing.tables.some(each => each.table === table),
    )
    const lead = found[at - 1]
    const counted = lead?.t === 'kw' && (lead.op === 'count' || lead.op === 'prep')
    if (counted && told && state.tables.length === 0 && state.to === thing.from)
      found.splice(at, 3, thing, item, state)
  })
  return found
}

/** "Overdue invoices" are invoices that are overdue: what stands before is read behind, where the table tells it. */
export function withTimesBehind(items: readonly Item[]): Item[] {
  const found = [...items]
  found.forEach((item, at) => {
    if (item.t !== 'kw' || item.op !== 'timely') return
    let end = at
    for (let next = found[end + 1]; next?.t === 'noun' && next.tables.length > 0; next = found[end + 1]) end++
    if (end > at) found.splice(at, end - at + 1, ...found.slice(at + 1, end + 1), item)
  })
  return found
}
