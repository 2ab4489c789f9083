import { spokenName } from '../naming-columns.ts'
import type { Draft, Fact, Grouping, Measure, Operand, Scope, Shown } from './draft.ts'
import type { Comparison } from './tree.ts'

/** The reading in words, from the draft: what is listed or counted, of which rows, gathered and sorted by what. */
export function tellReading(draft: Draft): string {
  const { root, groups, order, limit, having } = draft
  const parts = [
    root.table.name,
    ...tellFacts(root),
    ...having.map(({ measure, operator, value }) => `${tellMeasure(measure)} ${operator} ${value}`),
    draft.ratio
      ? `${draft.ratio.amount ? spokenName(draft.ratio.amount.column.name) : 'how many'} ${draft.ratio.of.map(fact => tellFact(fact, root)).join(' and ')} for each ${draft.ratio.to.length === 0 ? 'of all' : draft.ratio.to.map(fact => tellFact(fact, root)).join(' and ')}`
      : draft.percent
        ? 'the share that fits, in percent of all'
        : draft.shown.map(tellShown).join(', '),
    ...(draft.distinct ? ['each only once'] : []),
    ...groups.map(tellGroup),
    ...order.map(
      ({ by, descending }) =>
        `sorted by ${by.k === 'column' ? spokenName(by.place.column.name) : tellMeasure(by)}, ${descending ? 'highest' : 'lowest'} first`,
    ),
    ...(draft.derived === null
      ? []
      : [
          {
            share: 'the share of each in percent of them all together',
            running: 'added up so far',
            previous: 'beside the period before and the change from it',
          }[draft.derived],
        ]),
    ...(limit === null
      ? []
      : [
          groups.length > 0 && draft.limitPer
            ? `the first ${limit} of each`
            : limit === 1
              ? 'the first of them if several tie'
              : `the first ${limit}`,
        ]),
    ...joinsOf(root),
  ]
  return parts.filter(part => part !== '').join(' · ')
}

function joinsOf(scope: Scope): string[] {
  const inferred = linksOf(scope).filter(link => link.inferred)
  return [
    ...new Set(
      inferred.map(
        link => `${link.from.name} and ${link.to.name} taken together by ${link.by}, which is not declared`,
      ),
    ),
  ]
}

function linksOf(scope: Scope): readonly Scope['links'][number][] {
  return scope.conditions.flatMap(fact =>
    fact.k === 'scope' ? [...fact.scope.links, ...linksOf(fact.scope)] : [],
  )
}

function tellFacts(scope: Scope): string[] {
  return scope.conditions.map(fact => tellFact(fact, scope)).filter(text => text !== '')
}

function tellFact(fact: Fact, scope: Scope): string {
  switch (fact.k) {
    case 'texts':
      if (fact.column.formula) return `${fact.negated ? 'not ' : ''}${fact.column.formula.term.term}`
      return `${spokenName(fact.column.name)} ${fact.negated ? 'is not' : 'is'} ${fact.values.map(value => JSON.stringify(value)).join(' or ')}`
    case 'like':
      return `${spokenName(fact.column.name)} ${fact.negated ? 'not ' : ''}${{ contains: 'contains', starts: 'starts with', ends: 'ends with' }[fact.how]} ${JSON.stringify(fact.text)}`
    case 'compare':
      return `${spokenName(fact.column.name)} ${fact.operator} ${tellOperand(fact.value)}`
    case 'within':
      return `${spokenName(fact.column.name)} ${fact.negated ? 'not ' : ''}${fact.range.bounds ?? 'in'} ${fact.range.said}`
    case 'null':
      return `${spokenName(fact.column.name)} is ${fact.negated ? 'known' : 'missing'}`
    case 'true':
      return `${fact.negated ? 'not ' : ''}${spokenName(fact.column.name)}`
    case 'any':
      return fact.of.map(each => tellFact(each, scope)).join(' or ')
    case 'scope': {
      const { scope: other } = fact
      const inner = tellFacts(other).join(' and ')
      if (other.count)
        return `with ${tellAmount(other.count.operator, other.count.n)} ${spokenName(other.table.name)}${inner === '' ? '' : ` (${inner})`}`
      if (other.joined && inner === '') return `with their ${spokenName(other.table.name)}`
      return `${other.negated ? 'without' : 'with'} ${spokenName(other.table.name)}${inner === '' ? '' : `: ${inner}`}`
    }
    case 'weekday':
      return `${spokenName(fact.column.name)} ${fact.negated ? 'not ' : ''}${fact.said}`
    case 'days':
      return `days from ${spokenName(fact.earlier.column.name)} to ${spokenName(fact.later.column.name)} ${fact.operator} ${fact.n}`
    case 'measure':
      return ''
  }
}

function tellAmount(operator: Comparison, n: number): string {
  return (
    { '>': 'more than', '<': 'fewer than', '>=': 'at least', '<=': 'at most', '=': 'exactly', '<>': 'not' }[
      operator
    ] + ` ${n}`
  )
}

function tellOperand(value: Operand): string {
  switch (value.k) {
    case 'number':
      return String(value.n)
    case 'column':
      return spokenName(value.column.name)
    case 'extreme':
      return `that of the ${spokenName(value.table.name)} with the ${value.descending ? 'highest' : 'lowest'} ${spokenName(value.by.name)}`
    case 'overall':
      return `${value.times === 1 ? '' : `${value.times} times `}the ${{ AVG: 'average', SUM: 'total', MIN: 'lowest', MAX: 'highest', COUNT: 'number' }[value.name]} ${spokenName(value.column.name)}${value.among ? ` of those with ${tellFacts(value.among).join(' and ')}` : ''}`
  }
}

function tellMeasure(measure: Measure): string {
  if (measure.k === 'count')
    return measure.column
      ? `number of different ${spokenName(measure.column.name)}`
      : `number of ${spokenName(measure.scope.table.name)}`
  if (measure.k === 'mean-count')
    return `average number of ${spokenName(measure.scope.table.name)} for each of the ${spokenName(measure.each.table.name)}, those without any counted as 0`
  if (measure.k === 'days')
    return `${{ AVG: 'average ', SUM: 'total ', MIN: 'fewest ', MAX: 'most ', COUNT: '' }[measure.name]}days from ${spokenName(measure.earlier.column.name)} to ${spokenName(measure.later.column.name)}`
  const of = measure.times
    ? `${spokenName(measure.place.column.name)} × ${spokenName(measure.times.column.name)}${measure.discount ? ' less the discount' : ''}`
    : spokenName(measure.place.column.name)
  return `${{ AVG: 'average', SUM: 'total', MIN: 'lowest', MAX: 'highest', COUNT: 'number of' }[measure.name]} ${of}`
}

function tellShown(shown: Shown): string {
  switch (shown.k) {
    case 'column':
      return spokenName(shown.place.column.name)
    case 'entity':
      return spokenName(shown.scope.table.name)
    case 'rows':
      return 'all columns'
    default:
      return tellMeasure(shown)
  }
}

function tellGroup(group: Grouping): string {
  switch (group.k) {
    case 'column':
      return `per ${spokenName(group.place.column.name)}`
    case 'entity':
      return `per row of ${group.scope.table.name}`
    case 'bucket':
      return `per ${group.unit} of ${spokenName(group.place.column.name)}`
  }
}
