/**
 * `npm run generate:check`: makes the generated files anew and fails, naming them, when that changes any. The new ones
 * stay: they are what is to be committed.
 */
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { inProject, runScript, SetupError } from './steps/project.mjs'
import { lastLines, runNpm } from './steps/run-command.mjs'

const GENERATED = ['schema.graphql', 'web/graphql/generated', 'drizzle']

await runScript(async () => {
  const before = await readGenerated()
  const { exitCode, output } = await runNpm(['run', 'generate'])
  if (exitCode !== 0)
    throw new SetupError(`${lastLines(output)}\n\nThe generated files could not be made: npm run generate`)
  const after = await readGenerated()
  const names = [...new Set([...before.keys(), ...after.keys()])].sort()
  const changed = names.filter(name => before.get(name) !== after.get(name))
  if (changed.length === 0) return
  const list = changed.map(name => `  ${name}`).join('\n')
  throw new SetupError(
    `These generated files were out of date and have been made anew; commit them:\n${list}`,
  )
})

/** @returns {Promise<Map<string, string>>} contents by path */
async function readGenerated() {
  const files = (await Promise.all(GENERATED.map(filesBelow))).flat()
  return new Map(await Promise.all(files.map(async file => [file, await readFile(inProject(file), 'utf8')])))
}

async function filesBelow(path) {
  try {
    const entries = await readdir(inProject(path), { withFileTypes: true, recursive: true })
    return entries
      .filter(entry => entry.isFile())
      .map(entry => join(entry.parentPath, entry.name).slice(inProject().length + 1))
  } catch (error) {
    if (error.code === 'ENOTDIR') return [path]
    if (error.code === 'ENOENT') return []
    throw error
  }
}
