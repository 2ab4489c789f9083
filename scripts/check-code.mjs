/**
 * `npm run check:code`: what `npm run typecheck` and `npm run lint` say, from one reading of the types: either of the two
 * spends most of its time on that. `npm test` runs it.
 */
import { ESLint } from 'eslint'
import ts from 'typescript'
import { root, runScript, SetupError } from './steps/project.mjs'

const FORMAT = {
  getCanonicalFileName: name => name,
  getCurrentDirectory: () => root,
  getNewLine: () => '\n',
}

await runScript(async () => {
  const program = readProgram()
  const types = ts.getPreEmitDiagnostics(program)
  const eslint = new ESLint({
    cwd: root,
    overrideConfig: {
      files: ['**/*.ts', '**/*.tsx'],
      languageOptions: { parserOptions: { projectService: false, programs: [program] } },
    },
  })
  const results = await eslint.lintFiles(['.'])
  const lint = await (await eslint.loadFormatter('stylish')).format(results)
  const hasLintErrors = results.some(({ errorCount }) => errorCount > 0)
  if (types.length === 0 && !hasLintErrors) return
  throw new SetupError(`${ts.formatDiagnostics(types, FORMAT)}${lint}`)
})

/** As `tsc` reads it. */
function readProgram() {
  const failed = diagnostic => {
    throw new SetupError(ts.formatDiagnostics([diagnostic], FORMAT))
  }
  const parsed = ts.getParsedCommandLineOfConfigFile(
    'tsconfig.json',
    { noEmit: true },
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: failed },
  )
  return ts.createProgram({
    rootNames: parsed.fileNames,
    options: parsed.options,
    configFileParsingDiagnostics: parsed.errors,
  })
}
