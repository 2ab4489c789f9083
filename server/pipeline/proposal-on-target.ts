/** A proposal beside what its database is now: what a person decides by when the server cannot. Reads, and keeps nothing. */
import type { Structure, WriteRollback } from '../databases/schema-changes.ts'
import type { CatalogChange, Connection, MigrationProposal, Problem } from '../domain.ts'
import type { RevisionBase } from '../store/proposals.ts'
import type { Dependencies } from './dependencies.ts'
import { problemOf } from './prepare-change.ts'

export interface ProposalOnTarget {
  /** Why it could not be looked at; null where it was. */
  problem: Problem | null
  /**
   * After how many steps of the dry run the structure was as it is now: 0 is before the change. Several where steps leave
   * no trace in it, none where it is like neither.
   */
  matches: readonly number[]
  /** Of what the change is about, since the review. */
  changes: readonly CatalogChange[]
  /** What is left to do, as the text of a new revision; null where nothing is, or nobody can tell. */
  remainder: string | null
  /** What leads back to what was reviewed; null where nothing has to be undone, or nobody can tell. */
  wayBack: string | null
}

export async function lookAtTarget(
  { databases, review }: Pick<Dependencies, 'databases' | 'review'>,
  connection: Connection,
  proposal: MigrationProposal,
  base: RevisionBase,
): Promise<ProposalOnTarget> {
  const nothing = { matches: [], changes: [], remainder: null, wayBack: null }
  let live: Structure
  let writeRollback: WriteRollback
  try {
    const opened = await databases.get(connection)
    writeRollback = opened.writeRollback
    live = await (await opened.changes()).readStructure()
  } catch (error) {
    return { ...nothing, problem: problemOf(error) }
  }
  const now = review.fingerprint(live, base.roots)
  const matches = [base.fingerprint, ...base.predicted].flatMap((known, at) => (known === now ? [at] : []))
  const left = proposal.steps.filter(({ applied }) => !applied).map(({ sql }) => sql)
  if (base.objects === undefined || base.roots === null)
    return { ...nothing, problem: null, matches, remainder: script(left) || null }
  // Only what this change makes otherwise is undone; what others have done to the same tables stays.
  const own = review.ownObjects(proposal.changes, [...base.objects, ...live.objects])
  const before = [
    ...live.objects.filter(({ id }) => !own.has(id)),
    ...base.objects.filter(({ id }) => own.has(id)),
  ]
  const back = (objects: Structure['objects']) =>
    writeRollback({ ...live, objects }, live).statements.map(({ sql }) => sql)
  // What a failed step has left behind goes before it is made anew.
  const invalid = new Set(review.leftInvalid(proposal, base, live))
  const dropped =
    invalid.size === 0 ? [] : back(live.objects.filter(({ valid, name }) => valid || !invalid.has(name)))
  return {
    problem: null,
    matches,
    changes: review.changesSince(base, live),
    remainder: script([...dropped, ...left]) || null,
    wayBack: script(back(before)) || null,
  }
}

function script(statements: readonly string[]): string {
  return statements.map(sql => `${sql};`).join('\n')
}
