/**
 * Keeps the chain: verifies it, says in the log how far it goes, and cuts off what is older than it has to be. Front door
 * beside `audit.ts`, for whoever operates the app.
 */
import { hash } from 'node:crypto'
import type { AuditCut, AuditVerification } from '../domain.ts'
import type { AuditCuts } from '../store/audit-cuts.ts'
import type { AuditEvents, ChainHead } from '../store/audit-events.ts'
import type { ScannedAuditEvent } from '../store/scan-audit-events.ts'
import type { Auditor } from './audit.ts'
import { createCutSigner } from './sign-cut.ts'
import { BEGINNING, checkChain, linkOf } from './verify-chain.ts'
import type { ChainBreak, ChainLink } from './verify-chain.ts'

/** Events at once: some ten milliseconds of work, then others get their turn. */
const SLICE = 2000
/** One is looked at here, the store has the others to do. */
const SLICES_AT_ONCE = 3
/** Events of one cut: appending waits while they are removed. */
const CUT_SLICE = 20_000
const DAY_MS = 86_400_000

export interface AuditKeeperOptions {
  auditEvents: Pick<AuditEvents, 'scan' | 'list' | 'readHead' | 'findLastBefore' | 'findHash'>
  auditCuts: AuditCuts
  audit: Auditor
  /** The first one signs cuts, all of them are known. */
  keys: readonly { id: string; key: Buffer }[]
  /** Days; null: nothing is ever removed. */
  retentionDays: number | null
  now: () => Date
}

export type AuditKeeper = ReturnType<typeof createAuditKeeper>

export function createAuditKeeper(options: AuditKeeperOptions) {
  const { auditEvents, auditCuts, audit, now } = options
  const signer = createCutSigner(options.keys)
  /** The furthest that this process has seen and found in order. */
  let seen: ChainHead | null = null
  let verifying: Promise<AuditVerification> | null = null

  /** What the first event that is left has to follow, and whether that can be trusted. */
  async function readBeginning(): Promise<{
    before: ChainHead
    cut: AuditCut | null
    broken: ChainBreak | null
  }> {
    const cut = await auditCuts.findLast()
    if (cut === null) return { before: BEGINNING, cut, broken: null }
    const problem = signer.problemOf(cut)
    const broken =
      problem === null
        ? null
        : {
            sequence: cut.sequence + 1,
            problem: `The cut after event ${cut.sequence} does not count: ${problem}`,
          }
    return { before: cut, cut, broken }
  }

  /** From what is known to the head as it is now; the store works on the next slices while this one is looked at. */
  async function walk(before: ChainHead, known: readonly ChainHead[]) {
    const check = checkChain(before, known)
    const underWay = new Set<Promise<unknown>>()
    const scan = (after: number) => {
      const scanned = auditEvents.scan(after, SLICE)
      // A failure is told when its turn comes, or not at all after a break.
      const done: Promise<void> = scanned.then(
        () => void underWay.delete(done),
        () => void underWay.delete(done),
      )
      underWay.add(done)
      return scanned
    }
    try {
      let slices: ReturnType<typeof scan>[] = []
      for (let after = before.sequence; ;) {
        while (slices.length < SLICES_AT_ONCE) slices.push(scan(after + slices.length * SLICE))
        const links = await linksOf((await slices.shift()) ?? null, after)
        const end = links.at(-1)
        if (end === undefined) return { check, broken: check.end() }
        for (const link of links) {
          const broken = check.take(link)
          if (broken !== null) return { check, broken }
        }
        // At the head, or where something has gone, the next ones begin elsewhere.
        if (end.sequence !== after + SLICE) slices = []
        after = end.sequence
      }
    } finally {
      // Whoever closes the store next must not find it at work.
      await Promise.all(underWay)
    }
  }

  /** Nothing is called broken by the shortcut: what does not fit there is read and written out here. */
  async function linksOf(scanned: readonly ScannedAuditEvent[] | null, after: number): Promise<ChainLink[]> {
    const links = scanned?.map(linkOfScanned)
    if (links?.every(({ hash, contentHash }) => hash === contentHash)) return links
    const events = await auditEvents.list(after, links?.length ?? SLICE)
    return events.map(event => linkOf({ ...event, at: event.at.toISOString() }))
  }

  async function verifyOnce(known: readonly ChainHead[]): Promise<AuditVerification> {
    const { before, cut, broken: brokenCut } = await readBeginning()
    const { check, broken: brokenLink } = await walk(before, known)
    const broken = brokenCut ?? brokenLink
    if (broken !== null && (await auditCuts.findLast())?.sequence !== cut?.sequence) return verifyOnce(known)
    if (broken === null) seen = check.head()
    return {
      ok: broken === null,
      checked: check.checked(),
      firstBroken: broken?.sequence ?? null,
      problem: broken?.problem ?? null,
      head: check.head().sequence === 0 ? null : check.head(),
      cut: cut && { ...cut, publicKey: signer.publicKey(cut.keyId) },
    }
  }

  return {
    /**
     * The whole chain, from its beginning or its cut to its head. Several who ask at once get the same answer.
     * @param known a head that the chain has had; those that this process has seen are known anyway
     */
    verify(known: ChainHead | null = null): Promise<AuditVerification> {
      if (known !== null) return verifyOnce([known, ...(seen === null ? [] : [seen])])
      verifying ??= verifyOnce(seen === null ? [] : [seen]).finally(() => (verifying = null))
      return verifying
    },

    /**
     * What has come since the last checkpoint, verified: for a line in the log. Somebody who holds the lines sees when an
     * end is cut off or the chain is written anew.
     */
    async checkpoint(): Promise<{ head: ChainHead | null; broken: ChainBreak | null }> {
      const start = seen
      if (start === null) {
        // How it was before this process is what earlier checkpoints say, and `verify` finds out.
        seen = await auditEvents.readHead()
        return { head: seen, broken: null }
      }
      const hash = await auditEvents.findHash(start.sequence)
      const cut = hash === null ? await auditCuts.findLast() : null
      if (cut !== null && cut.sequence >= start.sequence) {
        // It was old enough to go, and whatever is left was there before the cut: to be looked at as a whole.
        const { head, firstBroken, problem } = await verifyOnce([])
        return {
          head,
          broken: firstBroken === null ? null : { sequence: firstBroken, problem: problem ?? '' },
        }
      }
      if (hash !== start.hash) {
        const problem = `Event ${start.sequence} was there at the last checkpoint and is ${hash === null ? 'gone' : 'another one'}`
        return { head: await auditEvents.readHead(), broken: { sequence: start.sequence, problem } }
      }
      const { check, broken } = await walk(start, [])
      if (broken === null) seen = check.head()
      return { head: check.head(), broken }
    },

    /** Removes what is older than it has to be, on record and signed. Answers how many events that were. */
    async cutOld(): Promise<number> {
      const { retentionDays } = options
      if (retentionDays === null) return 0
      const upTo = await auditEvents.findLastBefore(new Date(now().getTime() - retentionDays * DAY_MS))
      if (upTo === null) return 0
      const { before, broken } = await readBeginning()
      // A cut hides what was before it: only what is in order may be cut off.
      if (broken !== null || upTo.sequence <= before.sequence) return 0
      const { ok } = await verifyOnce(seen === null ? [] : [seen])
      if (!ok) return 0
      const act = { actorId: null, connectionId: null, subjectId: null }
      const place = { upTo: upTo.sequence, hash: upTo.hash, retentionDays }
      await audit.record({ ...act, action: 'audit.cut.started', detail: place })
      let sequence = before.sequence
      try {
        while (sequence < upTo.sequence) {
          const next = Math.min(sequence + CUT_SLICE, upTo.sequence)
          const hash = await auditEvents.findHash(next)
          // Another process cuts, too.
          if (hash === null) break
          await auditCuts.cut(signer.sign({ sequence: next, hash, at: now() }))
          sequence = next
        }
      } catch (error) {
        await audit.record({
          ...act,
          action: 'audit.cut.finished',
          detail: { outcome: 'FAILED', code: 'INTERNAL' },
        })
        throw error
      }
      const removed = sequence - before.sequence
      await audit.record({ ...act, action: 'audit.cut.finished', detail: { outcome: 'DONE', removed } })
      return removed
    },
  }
}

function linkOfScanned({ sequence, previousHash, hash: stored, content }: ScannedAuditEvent): ChainLink {
  return { sequence, previousHash, hash: stored, contentHash: hash('sha256', content, 'hex') }
}
