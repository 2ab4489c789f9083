import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root, Subscription } from 'type-graphql'
import type { MigrationProposal, RoundtableRole, Upkeep } from '../../domain.ts'
import type { ApplyOptions } from '../../pipeline/apply-options.ts'
import type { KeptRoundtable, RoundtableEvent } from '../../pipeline/hold-roundtable.ts'
import { AllowedTo } from '../allowed-to.ts'
import { signedIn } from '../context.ts'
import type { ApiContext } from '../context.ts'
import { streamEvents } from '../event-stream.ts'
import { RoundtableEventUnion } from '../types/event-types.ts'
import { MigrationProposalType } from '../types/proposal-type.ts'
import { ApplyOptionsType, RoundtableStatementType, RoundtableType } from '../types/roundtable-type.ts'
import { UpkeepType } from '../types/upkeep-type.ts'

@Resolver(() => MigrationProposalType)
export class RoundtableResolver {
  @AllowedTo('INSPECT_CONNECTIONS')
  @Query(() => UpkeepType, {
    description:
      'What should be done next about a database, from evidence only; each is a change to propose.',
  })
  nextSteps(
    @Arg('connectionId', () => ID) connectionId: string,
    @Ctx() context: ApiContext,
  ): Promise<Upkeep> {
    return context.pipeline.nextSteps(signedIn(context), connectionId)
  }

  @AllowedTo('SEE_PROPOSALS')
  @Subscription(() => RoundtableEventUnion, {
    name: 'roundtable',
    description: `The BOTA roundtable on a proposal, role by role. Held once for a revision: later calls get the same words, unless
it is wanted \`again\`.`,
    subscribe: ({ args, context }: { args: { proposalId: string; again?: boolean }; context: ApiContext }) =>
      streamEvents<RoundtableEvent>(caller =>
        context.pipeline.roundtables.hold(
          signedIn(context),
          args.proposalId,
          { again: args.again ?? false },
          caller,
        ),
      ),
  })
  roundtableEvents(
    @Root() event: RoundtableEvent,
    @Arg('proposalId', () => ID) _proposalId: string,
    @Arg('again', () => Boolean, { nullable: true, defaultValue: false }) _again: boolean | null | undefined,
  ): RoundtableEvent {
    return event
  }

  @FieldResolver(() => RoundtableType, {
    nullable: true,
    description: 'The latest one; null: there was none.',
  })
  roundtable(
    @Root() proposal: MigrationProposal,
    @Ctx() { pipeline }: ApiContext,
  ): Promise<KeptRoundtable | null> {
    return pipeline.roundtables.find(proposal)
  }

  @FieldResolver(() => ApplyOptionsType)
  applyOptions(@Root() proposal: MigrationProposal, @Ctx() { pipeline }: ApiContext): Promise<ApplyOptions> {
    return pipeline.proposals.applyOptions(proposal)
  }
}

/** A statement as the roundtable hands it to its parts: see `RoundtableParts`. */
type SeenStatement = KeptRoundtable['statements'][number] & { of: KeptRoundtable }

@Resolver(() => RoundtableType)
export class RoundtableParts {
  @FieldResolver(() => [RoundtableStatementType])
  statements(@Root() roundtable: KeptRoundtable): SeenStatement[] {
    return roundtable.statements.map(statement => ({ ...statement, of: roundtable }))
  }
}

@Resolver(() => RoundtableStatementType)
export class RoundtableStatementResolver {
  @FieldResolver(() => [String])
  evidence(@Root() { evidence, of }: SeenStatement): string[] {
    const known = new Map(of.evidence.map(({ id, text }) => [id, text]))
    return evidence.map(id => `${id}: ${known.get(id) ?? ''}`)
  }

  @FieldResolver(() => [String])
  cites(@Root() { evidence }: SeenStatement): readonly string[] {
    return evidence
  }

  @FieldResolver(() => String)
  title(@Root() { role }: { role: RoundtableRole }, @Ctx() { pipeline }: ApiContext): string {
    return pipeline.roundtables.seatOf(role).title
  }

  @FieldResolver(() => [String])
  questions(@Root() { role }: { role: RoundtableRole }, @Ctx() { pipeline }: ApiContext): readonly string[] {
    return pipeline.roundtables.seatOf(role).questions
  }
}
