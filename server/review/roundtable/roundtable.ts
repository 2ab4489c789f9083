/**
 * The roundtable on a change: evidence is computed, eight roles speak from their own slices of it, and the software
 * architect's verdict is reckoned from both. Deciding only: the pipeline finds out the facts and asks a model, if any.
 */
import type { Roundtable } from '../../domain.ts'
import { acceptStatement, speakInstead } from './accept-statement.ts'
import { compare } from './compare.ts'
import { conclude } from './conclude.ts'
import { evidenceOf } from './evidence.ts'
import type { Facts } from './facts.ts'
import { lastPart } from './names-of.ts'
import { upkeepOf } from './upkeep.ts'
import { PANELISTS, SEATS, sliceOf } from './roles.ts'
import { rowChecksOf } from './row-checks.ts'
import { speakByTemplate } from './speak-by-template.ts'

export type { Drafted } from './accept-statement.ts'
export type { Conclusion } from './conclude.ts'
export type { AnsweredRowCheck, Facts, RowCheck, SavedQuery } from './facts.ts'
export type { Panelist, Seat } from './roles.ts'
export type { UpkeepFacts } from './upkeep.ts'

export type RoundtableRules = ReturnType<typeof createRoundtableRules>

export function createRoundtableRules() {
  return {
    panelists: PANELISTS,
    seats: SEATS,
    evidenceOf,
    sliceOf,
    rowChecksOf,
    upkeepOf,
    speakByTemplate,
    acceptStatement,
    speakInstead,
    conclude,
    compare,
    /** Names that a sentence may speak of only where its evidence does. */
    namesAtStake: ({ proposal, roots }: Pick<Facts, 'proposal' | 'roots'>): readonly string[] => [
      ...new Set(
        [
          ...proposal.changes.map(({ object }) => object),
          ...(roots ?? []).map(id => id.replace(/^[A-Z_]+ /, '')),
        ].map(lastPart),
      ),
    ],
    /** It is about another text, or about another state of what it touches. */
    isStale: (
      { revision, digest }: Pick<Roundtable, 'revision' | 'digest'>,
      proposal: { revision: number; digest: string },
    ): boolean => revision !== proposal.revision || digest !== proposal.digest,
  }
}
