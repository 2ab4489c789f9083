import { listOf } from './walk-tree.ts'
import type { Fields } from './walk-tree.ts'

const NONE: readonly string[] = []
const EQUAL = ['=']
const OF_RANGE: Readonly<Record<string, readonly string[]>> = {
  AEXPR_BETWEEN: ['>=', '<='],
  AEXPR_NOT_BETWEEN: ['<', '>'],
  AEXPR_BETWEEN_SYM: ['>=', '<='],
  AEXPR_NOT_BETWEEN_SYM: ['<', '>'],
}

/** Operators that a piece of syntax uses without writing them. The server looks them up by name as it does the written ones. */
export function impliedOperators(tag: string, fields: Fields): readonly string[] {
  switch (tag) {
    case 'A_Expr':
      return OF_RANGE[String(fields['kind'])] ?? NONE
    case 'CaseExpr':
      return fields['arg'] === undefined ? NONE : EQUAL
    case 'JoinExpr':
      return listOf(fields['usingClause']).length > 0 || fields['isNatural'] === true ? EQUAL : NONE
    case 'SubLink':
      // IN; other sub-selects compare nothing, or with an operator that is written.
      return fields['subLinkType'] === 'ANY_SUBLINK' && fields['operName'] === undefined ? EQUAL : NONE
    default:
      return NONE
  }
}
