import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root, Subscription } from 'type-graphql'
import type {
  Connection,
  MigrationProposal,
  ModelRequestRecord,
  Prompt,
  ProposalComment,
  ProposalState as State,
  Review,
  ReviewVerdict as Verdict,
  User,
} from '../../domain.ts'
import type { Page } from '../../store/page.ts'
import { AllowedTo } from '../allowed-to.ts'
import { signedIn } from '../context.ts'
import type { ApiContext } from '../context.ts'
import { streamEvents } from '../event-stream.ts'
import { ConnectionType } from '../types/connection-type.ts'
import { ProposalState, ReviewVerdict } from '../types/enums.ts'
import { ModelRequestType } from '../types/model-type.ts'
import { PromptType } from '../types/prompt-type.ts'
import {
  AppliedElsewhereType,
  CommentType,
  MigrationProposalType,
  ProposalInputType,
  ProposalOnTargetType,
  ProposalPageType,
  ReviewType,
} from '../types/proposal-type.ts'
import { UserType } from '../types/user-type.ts'

@Resolver(() => MigrationProposalType)
export class ProposalResolver {
  @AllowedTo('SEE_PROPOSALS')
  @Query(() => ProposalPageType)
  proposals(
    @Arg('connectionId', () => ID, { nullable: true }) connectionId: string | null | undefined,
    @Arg('state', () => ProposalState, { nullable: true }) state: State | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number | null | undefined,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() context: ApiContext,
  ): Promise<Page<MigrationProposal>> {
    return context.pipeline.proposals.list(signedIn(context), {
      connectionId: connectionId ?? null,
      state: state ?? null,
      first: first ?? 50,
      after: after ?? null,
    })
  }

  @AllowedTo('SEE_PROPOSALS')
  @Query(() => MigrationProposalType, { nullable: true })
  proposal(@Arg('id', () => ID) id: string, @Ctx() context: ApiContext): Promise<MigrationProposal | null> {
    return context.pipeline.proposals.findOrNull(signedIn(context), id)
  }

  @AllowedTo('SEE_PROPOSALS')
  @Query(() => MigrationProposalType, { nullable: true })
  proposalByNumber(
    @Arg('number', () => Int) number: number,
    @Ctx() context: ApiContext,
  ): Promise<MigrationProposal | null> {
    return context.pipeline.proposals.findByNumber(signedIn(context), number)
  }

  @AllowedTo('PROPOSE')
  @Mutation(() => MigrationProposalType, {
    description: `Answers with steps, findings and, within a minute, the dry run (both engines). Words that are unclear are an error
PROPOSAL_UNCLEAR whose hints are the choices (\`ask\` makes a clarification of it); SQL that is never allowed is refused.`,
  })
  propose(
    @Arg('input', () => ProposalInputType)
    { connectionId, title, text, sql, rollbackSql }: ProposalInputType,
    @Ctx() context: ApiContext,
  ): Promise<MigrationProposal> {
    return context.pipeline.proposals.propose(signedIn(context), {
      connectionId,
      title: title ?? null,
      text: text ?? null,
      sql: sql ?? null,
      rollbackSql: rollbackSql ?? null,
    })
  }

  @AllowedTo('PROPOSE')
  @Mutation(() => MigrationProposalType)
  reviseProposal(
    @Arg('id', () => ID) id: string,
    @Arg('sql', () => String) sql: string,
    @Arg('rollbackSql', () => String, { nullable: true }) rollbackSql: string | null | undefined,
    @Ctx() context: ApiContext,
  ): Promise<MigrationProposal> {
    return context.pipeline.proposals.revise(signedIn(context), id, sql, rollbackSql ?? null)
  }

  @AllowedTo('PROPOSE')
  @Mutation(() => MigrationProposalType)
  dryRunProposal(@Arg('id', () => ID) id: string, @Ctx() context: ApiContext): Promise<MigrationProposal> {
    return context.pipeline.proposals.dryRun(signedIn(context), id)
  }

  @AllowedTo('COMMENT_ON_PROPOSALS')
  @Mutation(() => MigrationProposalType)
  commentOnProposal(
    @Arg('id', () => ID) id: string,
    @Arg('body', () => String) body: string,
    @Arg('line', () => Int, { nullable: true }) line: number | null | undefined,
    @Ctx() context: ApiContext,
  ): Promise<MigrationProposal> {
    return context.pipeline.proposals.comment(signedIn(context), id, body, line ?? null)
  }

  @AllowedTo('APPROVE_IN_DEVELOPMENT', 'APPROVE_IN_PRODUCTION')
  @Mutation(() => MigrationProposalType, {
    description:
      'In production, approving over a BLOCKING finding takes a reason in `body`; in development findings only warn.',
  })
  reviewProposal(
    @Arg('id', () => ID) id: string,
    @Arg('revision', () => Int) revision: number,
    @Arg('verdict', () => ReviewVerdict) verdict: Verdict,
    @Arg('body', () => String, { defaultValue: '' }) body: string,
    @Ctx() context: ApiContext,
  ): Promise<MigrationProposal> {
    const given = { revision, verdict, body, breakGlass: false }
    return context.pipeline.proposals.review(signedIn(context), id, given)
  }

  @AllowedTo('BREAK_GLASS')
  @Mutation(() => MigrationProposalType, {
    description:
      'The approval of an administrator who is alone, for production, with the reason that goes on record.',
  })
  breakGlass(
    @Arg('id', () => ID) id: string,
    @Arg('revision', () => Int) revision: number,
    @Arg('reason', () => String) body: string,
    @Ctx() context: ApiContext,
  ): Promise<MigrationProposal> {
    const given = { revision, verdict: 'APPROVE' as const, body, breakGlass: true }
    return context.pipeline.proposals.review(signedIn(context), id, given)
  }

  @AllowedTo('APPLY_IN_DEVELOPMENT', 'APPLY_IN_PRODUCTION')
  @Mutation(() => MigrationProposalType, {
    description: `Applies exactly what this digest stands for, or nothing. Answers when the outcome is known, after 30 seconds with
APPLYING. When touched objects have drifted it is refused (PROPOSAL_DRIFTED): state stays, \`drifted\` is true, and only
a new revision, dry-run and reviewed on the catalog as it is now, can go on.`,
  })
  applyProposal(
    @Arg('id', () => ID) id: string,
    @Arg('digest', () => String) digest: string,
    @Ctx() context: ApiContext,
  ): Promise<MigrationProposal> {
    return context.pipeline.proposals.apply(signedIn(context), id, digest)
  }

  @AllowedTo('APPROVE_IN_DEVELOPMENT', 'APPROVE_IN_PRODUCTION')
  @Mutation(() => MigrationProposalType)
  rejectProposal(
    @Arg('id', () => ID) id: string,
    @Arg('reason', () => String) reason: string,
    @Ctx() context: ApiContext,
  ): Promise<MigrationProposal> {
    return context.pipeline.proposals.reject(signedIn(context), id, reason)
  }

  @AllowedTo('PROPOSE')
  @Mutation(() => MigrationProposalType)
  withdrawProposal(@Arg('id', () => ID) id: string, @Ctx() context: ApiContext): Promise<MigrationProposal> {
    return context.pipeline.proposals.withdraw(signedIn(context), id)
  }

  @AllowedTo('SEE_PROPOSALS')
  @Query(() => ProposalOnTargetType, { description: 'Reads the structure of its database; changes nothing.' })
  proposalOnTarget(
    @Arg('id', () => ID) id: string,
    @Ctx() context: ApiContext,
  ): Promise<ProposalOnTargetType> {
    return context.pipeline.proposals.onTarget(signedIn(context), id)
  }

  @AllowedTo('SEE_PROPOSALS')
  @Subscription(() => MigrationProposalType, {
    name: 'applying',
    description: `A proposal as it is, and again whenever its state or one of its steps has changed, until nobody is applying it.`,
    subscribe: ({ args, context }: { args: { proposalId: string }; context: ApiContext }) =>
      streamEvents<MigrationProposal>(caller =>
        context.pipeline.proposals.watch(signedIn(context), args.proposalId, caller),
      ),
  })
  applying(
    @Root() proposal: MigrationProposal,
    @Arg('proposalId', () => ID) _proposalId: string,
  ): MigrationProposal {
    return proposal
  }

  @AllowedTo('APPLY_IN_DEVELOPMENT', 'APPLY_IN_PRODUCTION')
  @Mutation(() => MigrationProposalType, {
    description: 'Judges an UNKNOWN outcome once more, by what the database says now. Runs nothing.',
  })
  recheckProposal(@Arg('id', () => ID) id: string, @Ctx() context: ApiContext): Promise<MigrationProposal> {
    return context.pipeline.proposals.recheck(signedIn(context), id)
  }

  @AllowedTo('SETTLE_PROPOSALS')
  @Mutation(() => MigrationProposalType, {
    description: `Of an UNKNOWN outcome: whether the steps that nobody knows of happened, as an administrator has found out, with the
written reason. It goes on record; nothing is run.`,
  })
  settleProposal(
    @Arg('id', () => ID) id: string,
    @Arg('revision', () => Int) revision: number,
    @Arg('happened', () => Boolean) happened: boolean,
    @Arg('reason', () => String) reason: string,
    @Ctx() context: ApiContext,
  ): Promise<MigrationProposal> {
    return context.pipeline.proposals.settleUnknown(signedIn(context), id, { revision, happened, reason })
  }

  @AllowedTo('APPLY_IN_DEVELOPMENT', 'APPLY_IN_PRODUCTION')
  @Mutation(() => MigrationProposalType, {
    description: `Records as APPLIED what somebody has made by hand: only when the structure is the one that the dry run saw after its last
step, else PROPOSAL_DRIFTED. Nothing is run.`,
  })
  recordProposalApplied(
    @Arg('id', () => ID) id: string,
    @Arg('digest', () => String) digest: string,
    @Arg('reason', () => String) reason: string,
    @Ctx() context: ApiContext,
  ): Promise<MigrationProposal> {
    return context.pipeline.proposals.recordApplied(signedIn(context), id, digest, reason)
  }

  @AllowedTo('PROPOSE')
  @Mutation(() => MigrationProposalType, {
    description: `The way back from what is APPLIED, as a new proposal. What was written since and would be lost is counted; where it is not
nothing, somebody else has to approve it, in development too.`,
  })
  proposeWayBack(@Arg('id', () => ID) id: string, @Ctx() context: ApiContext): Promise<MigrationProposal> {
    return context.pipeline.proposals.proposeWayBack(signedIn(context), id)
  }

  @FieldResolver(() => ConnectionType)
  connection(
    @Root() { connectionId }: MigrationProposal,
    @Ctx() { pipeline }: ApiContext,
  ): Promise<Connection> {
    return pipeline.lookup.connectionOnRecord(connectionId)
  }

  @FieldResolver(() => PromptType, {
    nullable: true,
    description: 'Whoever asked sees it; to others it is private.',
  })
  async prompt(@Root() { promptId }: MigrationProposal, @Ctx() context: ApiContext): Promise<Prompt | null> {
    return promptId === null ? null : context.pipeline.lookup.findPrompt(signedIn(context), promptId)
  }

  @FieldResolver(() => UserType)
  author(@Root() proposal: MigrationProposal, @Ctx() { pipeline }: ApiContext): Promise<User> {
    return pipeline.lookup.person(proposal.authorId)
  }

  @FieldResolver(() => UserType, { nullable: true })
  async appliedBy(
    @Root() { appliedById }: MigrationProposal,
    @Ctx() { pipeline }: ApiContext,
  ): Promise<User | null> {
    return appliedById === null ? null : pipeline.lookup.person(appliedById)
  }

  @FieldResolver(() => [ReviewType])
  reviews(@Root() proposal: MigrationProposal, @Ctx() { pipeline }: ApiContext): Promise<Review[]> {
    return pipeline.proposals.reviews(proposal)
  }

  @FieldResolver(() => [ModelRequestType], {
    description: 'What a model was sent to draft it; none where no model was asked.',
  })
  modelRequests(
    @Root() proposal: MigrationProposal,
    @Ctx() { pipeline }: ApiContext,
  ): Promise<readonly ModelRequestRecord[]> {
    return pipeline.proposals.modelRequests(proposal)
  }

  @FieldResolver(() => [CommentType])
  comments(@Root() proposal: MigrationProposal, @Ctx() { pipeline }: ApiContext): Promise<ProposalComment[]> {
    return pipeline.proposals.comments(proposal)
  }

  @FieldResolver(() => [AppliedElsewhereType], {
    description:
      'Where the very same SQL has been applied, the newest first: what development says for production.',
  })
  appliedElsewhere(
    @Root() proposal: MigrationProposal,
    @Ctx() { pipeline }: ApiContext,
  ): Promise<readonly AppliedElsewhereType[]> {
    return pipeline.proposals.appliedElsewhere(proposal)
  }

  @FieldResolver(() => [String], {
    description: 'What it still needs before it may be applied, in words; empty where nothing is missing.',
  })
  async missing(
    @Root() proposal: MigrationProposal,
    @Ctx() { pipeline }: ApiContext,
  ): Promise<readonly string[]> {
    return pipeline.proposals.missing(
      proposal,
      await pipeline.lookup.connectionOnRecord(proposal.connectionId),
    )
  }
}

@Resolver(() => PromptType)
export class PromptProposalResolver {
  @FieldResolver(() => MigrationProposalType, {
    nullable: true,
    description: 'What became of a change that was asked for.',
  })
  async proposal(@Root() prompt: Prompt, @Ctx() context: ApiContext): Promise<MigrationProposal | null> {
    if (prompt.outcome !== 'PROPOSAL') return null
    return context.pipeline.proposals.findByPrompt(signedIn(context), prompt.id)
  }
}

@Resolver(() => ReviewType)
export class ReviewResolver {
  @FieldResolver(() => UserType)
  author(@Root() review: Review, @Ctx() { pipeline }: ApiContext): Promise<User> {
    return pipeline.lookup.person(review.authorId)
  }
}

@Resolver(() => CommentType)
export class CommentResolver {
  @FieldResolver(() => UserType)
  author(@Root() comment: ProposalComment, @Ctx() { pipeline }: ApiContext): Promise<User> {
    return pipeline.lookup.person(comment.authorId)
  }
}
