/** What is known of a change before the roundtable sits down: read from the target and the store; nothing is decided here. */
import type { OpenDatabase } from '../databases/open-databases.ts'
import type { Blocker, SchemaChanges, Structure } from '../databases/schema-changes.ts'
import type { Connection, MigrationProposal, TargetIdentity, User } from '../domain.ts'
import { AppError } from '../errors.ts'
import type { Facts } from '../review/roundtable/roundtable.ts'
import type { RevisionBase } from '../store/proposals.ts'
import type { CheckRows } from './check-rows.ts'
import type { Dependencies } from './dependencies.ts'
import { environmentOf } from './physical-target.ts'
import type { createProposals } from './proposals.ts'
import { readChange } from './read-change.ts'

/** A transaction that is younger is of no account. */
const OLD_TRANSACTION_MS = 1000
/** The chain is verified as far as that takes; a longer one says nothing here. */
const VERIFY_MS = 3000
const OTHER_PROPOSALS = 50
const EVENTS = 500

export function createRoundtableFacts(
  dependencies: Dependencies,
  proposals: Pick<ReturnType<typeof createProposals>, 'missing' | 'authorsOf' | 'reviews'>,
  checkRows: CheckRows,
) {
  const { store, databases, review, roundtable, panel, auditKeeper, limits } = dependencies

  return async function gather(
    user: User,
    connection: Connection,
    proposal: MigrationProposal,
  ): Promise<Facts> {
    const base = (await store.proposals.readRevision(proposal.id, proposal.revision))?.base ?? null
    const statements = orElse([], () => readChange(dependencies, connection, proposal.sql))
    const [target, environment, savedQueries, tableUse, appliedElsewhere, otherProposals, people, audit] =
      await Promise.all([
        askTarget(connection, proposal, base),
        environmentOf(dependencies, connection, proposal),
        store.keptEvidence.queries(connection.id),
        store.askedExamples.tableUse(connection.id),
        store.keptEvidence.appliedElsewhere(proposal.sql, proposal.id),
        othersOn(proposal, base),
        peopleOf(proposal, connection),
        recordOf(proposal),
      ])
    const rowChecks =
      target.structure === null
        ? []
        : await checkRows(
            user,
            connection,
            proposal,
            roundtable.rowChecksOf(proposal.changes, target.structure, statements),
          )
    return {
      ...target,
      ...{ proposal, connection, environment, statements, savedQueries, tableUse, appliedElsewhere },
      ...{ otherProposals, people, audit, rowChecks },
      roots: base?.roots ?? null,
      changeLogin: await store.changeLogins.username(connection),
      model: panel === null ? null : { name: panel.model, privacy: connection.privacy },
      lockBudgetMs: limits.changes.lockBudgetMs,
    }
  }

  type Target = Pick<Facts, 'structure' | 'drifted' | 'unreachable' | 'server' | 'blockers'>

  /** A target that is away is a fact as well. */
  async function askTarget(
    connection: Connection,
    proposal: MigrationProposal,
    base: RevisionBase | null,
  ): Promise<Target> {
    let opened: OpenDatabase
    let changes: SchemaChanges
    const nothing: Target = {
      structure: null,
      drifted: null,
      unreachable: null,
      server: null,
      blockers: null,
    }
    try {
      opened = await databases.get(connection)
      const server = await opened.database.check()
      nothing.server = server
      changes = await opened.changes()
    } catch (error) {
      return { ...nothing, unreachable: codeOf(error) }
    }
    try {
      const [structure, blockers, identity] = await Promise.all([
        changes.readStructure(),
        blockersOf(changes, proposal, base),
        changes.identity(),
      ])
      return { ...nothing, structure, blockers, drifted: base && hasDrifted(structure, identity, base) }
    } catch (error) {
      return { ...nothing, unreachable: codeOf(error) }
    }
  }

  function hasDrifted(structure: Structure, identity: TargetIdentity, base: RevisionBase): boolean {
    return review.driftOf(base, identity, structure) !== null
  }

  /** What cannot stand in a transaction waits for every transaction of the database, the rest for those on its tables. */
  function blockersOf(
    changes: SchemaChanges,
    { steps }: MigrationProposal,
    base: RevisionBase | null,
  ): Promise<readonly Blocker[] | null> {
    const tables = (base?.roots ?? []).filter(id => id.startsWith('TABLE '))
    const all = steps.some(({ transactional }) => !transactional)
    if (!all && tables.length === 0) return Promise.resolve([])
    return changes.readBlockers(all ? [] : tables, OLD_TRANSACTION_MS)
  }

  async function othersOn(
    { id, connectionId }: MigrationProposal,
    base: RevisionBase | null,
  ): Promise<Facts['otherProposals']> {
    const own = new Set(base?.roots ?? [])
    const listed = await Promise.all(
      (['OPEN', 'CHANGES_REQUESTED', 'APPROVED', 'APPLYING'] as const).map(state =>
        store.proposals.list({ connectionId, state, first: OTHER_PROPOSALS, after: null }),
      ),
    )
    const others = listed.flatMap(({ nodes }) => nodes).filter(other => other.id !== id)
    const found = await Promise.all(
      others.map(async ({ id: otherId, number, state, revision }) => {
        const theirs = await store.proposals.readRevision(otherId, revision)
        return { number, state, shared: (theirs?.base.roots ?? []).filter(root => own.has(root)) }
      }),
    )
    return found.filter(({ shared }) => shared.length > 0)
  }

  async function peopleOf(proposal: MigrationProposal, connection: Connection): Promise<Facts['people']> {
    const [authors, missing, reviews] = await Promise.all([
      proposals.authorsOf(proposal),
      proposals.missing(proposal, connection),
      store.proposals.reviews(proposal.id),
    ])
    const ofRevision = reviews.filter(({ revision }) => revision === proposal.revision)
    const approving = ofRevision.filter(({ verdict }) => verdict === 'APPROVE')
    return {
      authors: authors.length,
      approvals: new Set(approving.map(({ authorId }) => authorId)).size,
      missing,
      brokeGlass: ofRevision.some(({ breakGlass }) => breakGlass),
    }
  }

  async function recordOf({ id: subjectId }: MigrationProposal): Promise<Facts['audit']> {
    const late = new AbortController()
    const patience = new Promise<null>(resolve => {
      const timer = setTimeout(() => resolve(null), VERIFY_MS)
      late.signal.addEventListener('abort', () => clearTimeout(timer))
    })
    try {
      const verified = await Promise.race([auditKeeper.verify(), patience])
      if (verified === null) return null
      const filter = { ...ANY_EVENT, subjectId }
      const events = await store.auditEvents.find(filter, { first: EVENTS, after: null, order: 'newest' })
      return { ok: verified.ok, checked: verified.checked, ofProposal: events.length }
    } finally {
      late.abort()
    }
  }
}

const ANY_EVENT = {
  ...{ actorId: null, connectionId: null, subjectId: null, action: null },
  ...{ result: null, since: null, until: null, search: null },
}

function codeOf(error: unknown): string {
  if (error instanceof AppError) return error.code
  throw error
}

function orElse<T>(instead: T, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof AppError) return instead
    throw error
  }
}
