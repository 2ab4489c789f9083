import type { CatalogColumn } from '../../../../domain.ts'
import type { Fact, Scope } from '../draft.ts'
import { isToOne } from './reach.ts'
import { fail } from './state.ts'
import type { State } from './state.ts'
import type { Comparison } from '../tree.ts'

export function addFact(s: State, scope: Scope, fact: Fact): void {
  if (s.joinNext === 'or' && !s.lastFact) fail(s, '"or" between what?')
  if (s.joinNext === 'or' && s.lastFact) {
    const { scope: before, fact: first } = s.lastFact
    s.joinNext = null
    if (before === scope) {
      const list = before.conditions
      const i = list.indexOf(first)
      const merged: Fact =
        first.k === 'any' ? { k: 'any', of: [...first.of, fact] } : { k: 'any', of: [first, fact] }
      if (i >= 0) list[i] = merged
      s.lastFact = { scope, fact: merged }
      return
    }
    if (lastFactRoot(s, before) === lastFactRoot(s, scope)) {
      // Conditions on different tables: both become conditions of the scope that they share.
      const share = s.root
      const lift = (from: Scope, what: Fact): Fact => {
        if (from === share) {
          share.conditions = share.conditions.filter(each => each !== what)
          return what
        }
        from.conditions = from.conditions.filter(each => each !== what)
        const copy: Scope = { ...from, conditions: [what] }
        if (from.parent !== share) fail(s, 'too deep an "or"')
        if (from.conditions.length === 0 && !from.joined && !from.said)
          share.conditions = share.conditions.filter(each => !(each.k === 'scope' && each.scope === from))
        return { k: 'scope', scope: copy }
      }
      const a = lift(before, first)
      scope.conditions.push(fact)
      const b = lift(scope, fact)
      const merged: Fact = { k: 'any', of: [a, b] }
      share.conditions.push(merged)
      s.lastFact = { scope: share, fact: merged }
      return
    }
  }
  s.joinNext = null
  if (
    fact.k === 'texts' &&
    !fact.negated &&
    scope.conditions.some(each => each.k === 'texts' && !each.negated && each.column === fact.column)
  )
    fail(s, 'one row has one value there')
  scope.conditions.push(fact)
  for (const twin of s.twinned.includes(scope) && !s.lastAnd ? s.twinned : [])
    if (twin !== scope) twin.conditions.push(fact)
  s.lastFact = { scope, fact }
}

export function lastFactRoot(s: State, scope: Scope): Scope {
  return scope.parent ? lastFactRoot(s, scope.parent) : scope
}

/** A negation that came before: of the fact itself, or, where a row may have several, of there being such rows. */
export function settle(s: State, scope: Scope, fresh: boolean, positive: Fact, negative: Fact): void {
  if (!s.negated) {
    addFact(s, scope, positive)
    return
  }
  s.negated = false
  if (fresh && !isToOne(s, scope) && scope !== s.root) {
    scope.negated = true
    addFact(s, scope, positive)
  } else addFact(s, scope, negative)
}

/** "Did not pay since 2022": there is no such row, where rows were only implied by their time. */
export function denyImplied(s: State, scope: Scope): void {
  if (!s.negated || !isImplied(scope) || isToOne(s, scope)) return
  s.negated = false
  scope.negated = true
}

export function isImplied(scope: Scope): boolean {
  return !scope.said && !scope.joined && scope.count === null && scope.conditions.length === 0
}

export const OPPOSITE: Readonly<Record<Comparison, Comparison>> = {
  '=': '<>',
  '<>': '=',
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
}

export function operatorOf(s: State, arg: string): Comparison {
  const found = arg.replace('date', '') as Comparison
  if (!s.negated) return found
  s.negated = false
  return OPPOSITE[found]
}

export function isFlag(s: State, column: CatalogColumn): boolean {
  return (
    (/^(is|has)_/iu.test(column.name) || /(ed|able|active)$/iu.test(column.name)) && column.kind === 'INTEGER'
  )
}
