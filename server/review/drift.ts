import type { Structure, StructureObject } from '../databases/schema-changes.ts'
import type { TargetIdentity } from '../domain.ts'
import { catalogChanges } from './catalog-changes.ts'
import { fingerprint } from './fingerprint.ts'
import { indexStructure } from './structure-index.ts'

/** What a revision was reviewed against. */
export interface ReviewedBase {
  target: TargetIdentity
  roots: readonly string[] | null
  fingerprint: string
  predicted: readonly string[]
  settings: Readonly<Record<string, string>>
  serverVersion: string
  /** What the roots were; absent where the whole structure counts, and in what was kept before it was kept. */
  objects?: readonly StructureObject[]
}

/** How the target is no longer what was reviewed. */
export interface Drift {
  /** It is as it would be after the change: somebody was quicker. */
  isApplied: boolean
  message: string
  hints: readonly string[]
}

const MOST_TOLD = 10
const LOOK = 'Look at the difference, then have it dry-run and reviewed again'

/** Null where nothing that counts has changed: rows, statistics, counters and what the change does not touch do not. */
export function driftOf(base: ReviewedBase, identity: TargetIdentity, live: Structure): Drift | null {
  const drift = (message: string, hints: readonly string[] = [LOOK]) => ({ isApplied: false, message, hints })
  if (identity.server !== base.target.server || identity.database !== base.target.database)
    return drift('The connection leads to another database than the one that was reviewed')
  if (live.serverVersion !== base.serverVersion)
    return drift(
      `The server is ${live.serverVersion} by now; the change was tried on ${base.serverVersion}`,
      ['Have it dry-run and reviewed again'],
    )
  const settings = Object.keys({ ...base.settings, ...live.settings }).filter(
    name => base.settings[name] !== live.settings[name],
  )
  if (settings.length > 0)
    return drift('What gives the statements their meaning is set otherwise than when they were tried', [
      ...settings.map(
        name => `${name} is ${live.settings[name] ?? 'not set'}, and was ${base.settings[name] ?? 'not set'}`,
      ),
      'Have it dry-run and reviewed again',
    ])
  const now = fingerprint(live, base.roots)
  if (now === base.fingerprint) return null
  if (now === base.predicted.at(-1))
    return {
      isApplied: true,
      message: 'Somebody has made this change already: the database is as it would be after it',
      hints: ['Record it as applied, withdraw it, or make a new revision'],
    }
  return drift('What this change touches is no longer as it was reviewed', [...differences(base, live), LOOK])
}

/** What is otherwise than it was reviewed, one in a line. */
function differences(base: ReviewedBase, live: Structure): string[] {
  const found = changesSince(base, live).map(
    ({ kind, object }) => `Since the review: ${kind.toLowerCase()} ${object}`,
  )
  const more = found.length - MOST_TOLD
  return more > 0 ? [...found.slice(0, MOST_TOLD), `… and ${more} more`] : found
}

/** Of what a revision is about, from what was reviewed to what is there; nothing where it was not kept. */
export function changesSince(
  base: Pick<ReviewedBase, 'objects' | 'roots'>,
  live: Structure,
): ReturnType<typeof catalogChanges> {
  if (base.objects === undefined) return []
  return catalogChanges({ ...live, objects: base.objects }, { ...live, objects: objectsOf(live, base.roots) })
}

/** The objects of these roots with all their parts; null: all. */
export function objectsOf(structure: Structure, roots: readonly string[] | null): readonly StructureObject[] {
  if (roots === null) return structure.objects
  const { rootOf } = indexStructure(structure)
  const wanted = new Set(roots)
  return structure.objects.filter(({ id }) => wanted.has(rootOf(id)))
}
