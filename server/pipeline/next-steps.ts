/** "What should we do next?" on a connection: what its catalog, statistics and history of runs show, as changes to propose. */
import type { IndexUse, Structure } from '../databases/schema-changes.ts'
import type { Upkeep, User } from '../domain.ts'
import { AppError } from '../errors.ts'
import { requireMay } from '../permissions.ts'
import type { Dependencies } from './dependencies.ts'
import type { Lookup } from './lookup.ts'

const HISTORY_MS = 30 * 86_400_000
const LEAST_RUNS = 3
const OPEN_PROPOSALS = 200

export function createNextSteps(dependencies: Dependencies, lookup: Lookup) {
  const { store, databases, roundtable, now } = dependencies

  /** Reads only; nothing is proposed before somebody does. Fails as the database does when it cannot be reached. */
  return async function nextSteps(user: User, connectionId: string): Promise<Upkeep> {
    requireMay(user, 'INSPECT_CONNECTIONS')
    const connection = await lookup.connection(user, connectionId)
    const opened = await databases.get(connection)
    const since = new Date(now().getTime() - HISTORY_MS)
    const unseen: string[] = []
    const [catalog, repeated, proposals] = await Promise.all([
      opened.refresh(),
      store.keptEvidence.repeatedRuns(connection.id, since, LEAST_RUNS),
      store.proposals.list({ connectionId: connection.id, state: null, first: OPEN_PROPOSALS, after: null }),
    ])
    let structure: Structure | null = null
    let indexUse: readonly IndexUse[] | null = null
    try {
      const changes = await opened.changes()
      structure = await changes.readStructure()
      indexUse = (await changes.readIndexUse?.()) ?? null
      if (indexUse === null) unseen.push('Which indexes are used: this engine does not count that for us.')
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      unseen.push(`Constraints that are not in force, and indexes that nobody uses: ${error.message}`)
    }
    if (repeated.length === 0)
      unseen.push('Slow and frequent queries: none ran here three times in the last 30 days.')
    const open = proposals.nodes.filter(({ state }) => OPEN_STATES.includes(state))
    const steps = roundtable.upkeepOf({
      catalog,
      structure,
      indexUse,
      repeated,
      dialect: opened.dialect,
      open,
    })
    return { steps, unseen }
  }
}

const OPEN_STATES: readonly string[] = ['OPEN', 'CHANGES_REQUESTED', 'APPROVED', 'APPLYING']
