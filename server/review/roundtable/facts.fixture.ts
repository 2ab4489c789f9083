import type { CatalogChange, Evidence, MigrationProposal, MigrationStep } from '../../domain.ts'
import { connectionOf } from '../../../tests/fixtures/store.ts'
import type { Facts } from './facts.ts'

export function stepOf(more: Partial<MigrationStep> = {}): MigrationStep {
  return {
    ...{ position: 1, sql: 'alter table public.orders add column a int', transactional: true },
    ...{ cost: 'METADATA', locks: ['AccessExclusiveLock on public.orders'], applied: false },
    ...{ tableRows: 400, tableBytes: 80_000, durationMs: null },
    ...more,
  }
}

export function proposalOf(more: Partial<MigrationProposal> = {}): MigrationProposal {
  return {
    ...{ id: 'p', number: 7, connectionId: 'c', promptId: null, authorId: 'a', title: 'Add a' },
    ...{ request: null, state: 'OPEN', revision: 1, sql: 'alter table public.orders add column a int' },
    ...{ rollbackSql: 'alter table public.orders drop column a', digest: 'd'.repeat(64), findings: [] },
    steps: [stepOf()],
    changes: [added('public.orders.a')],
    dryRun: {
      ...{ ok: true, place: 'TARGET_SERVER', durationMs: 900, rollbackVerified: true },
      ...{ rollbackClass: 'LOSSLESS', notes: [], problem: null, ranAt: new Date(0) },
    },
    ...{ drifted: false, problem: null, createdAt: new Date(0), appliedAt: null, appliedById: null },
    ...more,
  }
}

export function added(object: string, after = `${object} integer`): CatalogChange {
  return { kind: 'ADDED COLUMN', object, before: null, after }
}

/** A change that nothing speaks against, on a small table of a development database; what a test is about is put in. */
export function factsOf(more: Partial<Facts> = {}): Facts {
  const objects = ['public.orders', 'public.customers'].map(name => ({
    ...{ kind: 'TABLE' as const, id: `TABLE ${name}`, name, partOf: null, definition: name },
    ...{ needs: [], valid: true, position: null, parts: {} },
  }))
  const columns = ['public.orders.id', 'public.orders.note', 'public.customers.email'].map(name => ({
    ...{ kind: 'COLUMN' as const, id: `COLUMN ${name}`, name, definition: name, needs: [], valid: true },
    ...{ partOf: `TABLE ${name.split('.').slice(0, 2).join('.')}`, position: 1, parts: {} },
  }))
  return {
    proposal: proposalOf(),
    environment: 'DEVELOPMENT',
    connection: connectionOf({ host: 'localhost' }),
    statements: [
      {
        ...{ sql: 'alter table public.orders add column a int', kind: 'STRUCTURE', command: 'ALTER TABLE' },
        ...{ transactional: true, actions: [], start: 0, end: 42 },
      },
    ],
    structure: {
      objects: [...objects, ...columns],
      serverVersion: 'PostgreSQL 18.4',
      ...{ serverVersionNumber: 180_004, settings: {} },
    },
    roots: ['TABLE public.orders'],
    ...{ drifted: false, unreachable: null, changeLogin: null, blockers: [], savedQueries: [], tableUse: [] },
    server: {
      ...{ serverVersion: 'PostgreSQL 18.4', latencyMs: 3, canWrite: true, canRead: true, privileges: [] },
      ...{ encrypted: true, readOnlyReplica: false, pooled: false, schemas: ['public'] },
    },
    ...{ otherProposals: [], appliedElsewhere: [], rowChecks: [] },
    people: { authors: 1, approvals: 0, missing: [], brokeGlass: false },
    audit: { ok: true, checked: 12, ofProposal: 3 },
    model: null,
    lockBudgetMs: 300_000,
    ...more,
  }
}

export function evidenceItem(id: string, more: Partial<Evidence> = {}): Evidence {
  return { id, topic: 'COST', text: `Fact ${id}`, floor: 'APPROVE', hint: null, ...more }
}
