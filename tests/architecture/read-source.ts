import { dirname, posix } from 'node:path'
import ts from 'typescript'

/** One import of a file, however it is written. */
export interface Import {
  line: number
  /** A path from the project's folder for our own files, else the name of a package or `node:` module. */
  target: string
  own: boolean
  typesOnly: boolean
}

export interface Source {
  imports: readonly Import[]
  /** Lines that name `process.env`. */
  environment: readonly number[]
  /** Calls that ask the clock or chance, with their lines. */
  impure: readonly { line: number; call: string }[]
}

const IMPURE_CALLS = [
  'Date.now',
  'Math.random',
  'performance.now',
  'randomUUID',
  'crypto.randomUUID',
  'randomBytes',
]

/** What a file imports and reads, by TypeScript's own parser. `path` is from the project's folder. */
export function readSource(path: string, text: string): Source {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const imports: Import[] = []
  const environment: number[] = []
  const impure: { line: number; call: string }[] = []
  visit(file)
  return { imports, environment, impure }

  function visit(node: ts.Node): void {
    if (ts.isImportDeclaration(node)) add(node, node.moduleSpecifier, importsTypesOnly(node))
    else if (ts.isExportDeclaration(node)) add(node, node.moduleSpecifier, exportsTypesOnly(node))
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node, node.argument.literal, true)
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node, node.arguments[0], false)
    else if (ts.isPropertyAccessExpression(node) && node.getText() === 'process.env')
      environment.push(lineOf(node))
    else if (ts.isCallExpression(node) && IMPURE_CALLS.includes(node.expression.getText()))
      impure.push({ line: lineOf(node), call: `${node.expression.getText()}()` })
    else if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length)
      impure.push({ line: lineOf(node), call: 'new Date()' })
    ts.forEachChild(node, visit)
  }

  function add(node: ts.Node, specifier: ts.Node | undefined, typesOnly: boolean): void {
    if (specifier === undefined || !ts.isStringLiteralLike(specifier)) return
    const own = specifier.text.startsWith('.')
    const target = own ? posix.join(dirname(path), specifier.text) : specifier.text
    imports.push({ line: lineOf(node), target, own, typesOnly })
  }

  function lineOf(node: ts.Node): number {
    return file.getLineAndCharacterOfPosition(node.getStart()).line + 1
  }
}

function importsTypesOnly({ importClause }: ts.ImportDeclaration): boolean {
  if (importClause === undefined) return false
  if (importClause.isTypeOnly) return true
  const bindings = importClause.namedBindings
  if (importClause.name !== undefined || bindings === undefined || !ts.isNamedImports(bindings)) return false
  return bindings.elements.length > 0 && bindings.elements.every(element => element.isTypeOnly)
}

function exportsTypesOnly({ isTypeOnly, exportClause }: ts.ExportDeclaration): boolean {
  if (isTypeOnly) return true
  if (exportClause === undefined || !ts.isNamedExports(exportClause)) return false
  return exportClause.elements.length > 0 && exportClause.elements.every(element => element.isTypeOnly)
}
