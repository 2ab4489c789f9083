import ts from 'typescript'

/** A way to a user's database, and the files that may take it. The engines themselves stand behind the door. */
interface Way {
  name: string
  /** Where others have something of that name too: what it is taken off. */
  owner: RegExp
  allowed: readonly string[]
  advice: string
}

const WAYS: readonly Way[] = [
  {
    name: 'openCursor',
    owner: /^/,
    allowed: ['server/execute/execute.ts', 'server/execute/execution.ts', 'server/execute/export-source.ts'],
    advice: 'Hand the SQL to the executor, which only server/pipeline/approve-query.ts does.',
  },
  {
    name: 'copyCsv',
    owner: /^/,
    allowed: ['server/execute/execute.ts', 'server/execute/export-source.ts'],
    advice: 'Hand the SQL to the executor, which only server/pipeline/approve-query.ts does.',
  },
  {
    name: 'plan',
    owner: /database/i,
    allowed: ['server/pipeline/check-sql.ts'],
    advice: 'Ask checkSql, which judges it first.',
  },
  {
    name: 'execute',
    owner: /executor/i,
    allowed: [
      'server/execute/execute.ts',
      'server/pipeline/approve-query.ts',
      'server/pipeline/check-rows.ts',
    ],
    advice: 'Run a saved query by server/pipeline/approve-query.ts, which judges it first.',
  },
  {
    name: 'export',
    owner: /executor/i,
    allowed: ['server/execute/execute.ts', 'server/pipeline/approve-query.ts'],
    advice: 'Export a saved query by server/pipeline/approve-query.ts, which judges it first.',
  },
]

const BEHIND_THE_DOOR = /^server\/databases\//

/** Files that take one of the ways; each must have judged the SQL before. */
export const JUDGES = [
  { path: 'server/pipeline/check-sql.ts', way: 'plan' },
  { path: 'server/pipeline/approve-query.ts', way: 'execute' },
  { path: 'server/pipeline/approve-query.ts', way: 'export' },
  { path: 'server/pipeline/check-rows.ts', way: 'execute' },
] as const

/** Where a file gets at a user's database past the door, one line each. */
export function doorProblems(path: string, text: string): readonly string[] {
  if (BEHIND_THE_DOOR.test(path)) return []
  const file = parse(path, text)
  const problems: string[] = []
  visit(file)
  return problems

  function visit(node: ts.Node): void {
    for (const { name, owner, allowed, advice } of WAYS) {
      if (allowed.includes(path) || !takes(node, name, owner)) continue
      const line = file.getLineAndCharacterOfPosition(node.getStart()).line + 1
      problems.push(`${path}:${line} uses ${name}. ${advice}`)
    }
    ts.forEachChild(node, visit)
  }
}

/** True where a file asks the guard before it takes the way, in the order of its text. */
export function judgesBefore(path: string, text: string, way: string): boolean {
  const calls: string[] = []
  visit(parse(path, text))
  const judged = calls.indexOf('guard.judge')
  const taken = calls.findIndex(call => call.endsWith(`.${way}`))
  return judged >= 0 && taken > judged

  function visit(node: ts.Node): void {
    if (ts.isCallExpression(node)) calls.push(node.expression.getText())
    ts.forEachChild(node, visit)
  }
}

/** A method that is called, taken by its name, or pulled out of its object. */
function takes(node: ts.Node, name: string, owner: RegExp): boolean {
  if (ts.isPropertyAccessExpression(node))
    return node.name.text === name && owner.test(node.expression.getText())
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression))
    return node.argumentExpression.text === name && owner.test(node.expression.getText())
  if (!ts.isBindingElement(node) || (node.propertyName ?? node.name).getText() !== name) return false
  const declaration = node.parent.parent
  const source = ts.isVariableDeclaration(declaration) ? declaration.initializer : declaration
  return owner.test(source?.getText() ?? '')
}

function parse(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
}
