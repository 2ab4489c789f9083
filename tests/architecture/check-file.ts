import { readSource } from './read-source.ts'
import type { Import, Source } from './read-source.ts'
import { ENVIRONMENT_READERS, FORBIDDEN_NAMES, MAIN_FILES, PACKAGE_OWNERS, ROOMS } from './rooms.ts'

/** What a file does that the table of rooms does not allow: one line each, with the rule and where to go instead. */
export function checkFile(path: string, text: string): readonly string[] {
  const source = readSource(path, text)
  const room = roomOf(path)
  const problems = [...nameProblems(path), ...environmentProblems(path, source)]
  if (room === null)
    return [...problems, `${path}: is in no room. Move it into one, or add the room to the table.`]
  return [
    ...problems,
    ...source.imports.flatMap(
      found => (found.own ? ownImportProblem(path, room, found) : packageProblem(path, room, found)) ?? [],
    ),
    ...impureProblems(path, room, source),
  ]
}

/** `server/ask/read-words.ts` is in `ask`, `server/config.ts` in `config`; null where the table has no such room. */
export function roomOf(path: string): string | null {
  const [area = '', name = ''] = path.split('/')
  if (area === 'web') return 'web'
  if (MAIN_FILES.includes(path)) return 'main'
  const room = name.replace(/\.tsx?$/, '')
  return area === 'server' && room !== 'main' && Object.hasOwn(ROOMS, room) ? room : null
}

function nameProblems(path: string): readonly string[] {
  return path
    .split('/')
    .filter(part => FORBIDDEN_NAMES.test(part.replace(/\.tsx?$/, '')))
    .map(part => `${path}: nothing is called ${part}. Name it after what it holds.`)
}

function environmentProblems(path: string, { environment }: Source): readonly string[] {
  if (ENVIRONMENT_READERS.includes(path)) return []
  return environment.map(
    line => `${path}:${line} reads process.env. Move it to server/config.ts, which hands values on.`,
  )
}

function impureProblems(path: string, room: string, { impure }: Source): readonly string[] {
  if (ROOMS[room]?.pure !== true) return []
  return impure.map(
    ({ line, call }) => `${path}:${line} calls ${call}, but ${room} is pure. Take the value as an argument.`,
  )
}

function ownImportProblem(path: string, from: string, found: Import): string | null {
  const to = roomOf(found.target)
  const here = `${path}:${found.line} imports ${found.target}`
  const rules = ROOMS[from]
  const target = to === null ? undefined : ROOMS[to]
  if (rules === undefined || to === null || target === undefined)
    return `${here}, which is in no room. Move it into server/ or web/, or add the room to the table.`
  if (from === to) return engineProblem(path, found, here)
  const advice = `Move it to ${rules.moveTo}.`
  if (rules.types.includes(to)) {
    if (!found.typesOnly) return `${here}: ${from} may import only types of ${to}. ${advice}`
  } else if (!rules.uses.includes(to)) return `${here}: ${from} may not import ${to}. ${advice}`
  if (target.doors.includes(found.target)) return null
  if (found.typesOnly && target.contracts?.some(contract => matches(contract, found.target)) === true)
    return null
  return `${here}, which is furniture of ${to}. Import ${[...target.doors, ...(target.contracts ?? [])].join(' or ')} instead.`
}

/** Engines know the contract, never each other. */
function engineProblem(path: string, found: Import, here: string): string | null {
  const engine = /^server\/databases\/([^/]+)\//
  const from = engine.exec(path)?.[1]
  const to = engine.exec(found.target)?.[1]
  if (from === undefined || to === undefined || from === to) return null
  return `${here}: one engine may not import another. Move what both need to server/databases/.`
}

function packageProblem(path: string, room: string, found: Import): string | null {
  const here = `${path}:${found.line} imports ${found.target}`
  if (found.target.startsWith('node:'))
    return ROOMS[room]?.pure === true && !found.typesOnly
      ? `${here}, but ${room} is pure. Move it to ${ROOMS[room].moveTo}.`
      : null
  const name = Object.keys(PACKAGE_OWNERS).find(
    owned => found.target === owned || found.target.startsWith(`${owned}/`),
  )
  const owners = name === undefined ? undefined : PACKAGE_OWNERS[name]
  if (owners === undefined || owners.some(owner => path.startsWith(owner))) return null
  return `${here}, which belongs to ${owners.join(', ')}. Move it there.`
}

function matches(contract: string, path: string): boolean {
  const [before = '', after] = contract.split('*')
  if (after === undefined) return contract === path
  return (
    path.startsWith(before) && path.endsWith(after) && !path.slice(before.length, -after.length).includes('/')
  )
}
