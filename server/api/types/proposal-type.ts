import { Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql'
import type { Environment as EnvironmentName, MigrationProposal } from '../../domain.ts'
import { Environment, ProposalState, ReviewVerdict, RollbackClass, ShadowPlace, StepCost } from './enums.ts'
import { FindingType, ProblemType } from './problem-type.ts'
import { DateTimeScalar } from './scalars.ts'

@ObjectType('MigrationStep')
export class MigrationStepType {
  @Field(() => Int) position!: number
  @Field(() => String) sql!: string
  @Field(() => Boolean, { description: 'False for a statement that must run outside a transaction.' })
  transactional!: boolean
  @Field(() => StepCost) cost!: StepCost
  @Field(() => [String], {
    description: 'Locks it takes, as the dry run measured them, e.g. AccessExclusiveLock on customers.',
  })
  locks!: readonly string[]
  @Field(() => Float, {
    nullable: true,
    description:
      "Rows and bytes of the table that it touches, from the target's statistics; null when unknown.",
  })
  tableRows!: number | null
  @Field(() => Float, { nullable: true }) tableBytes!: number | null
  @Field(() => Boolean) applied!: boolean
  @Field(() => Float, { nullable: true }) durationMs!: number | null
}

@ObjectType('CatalogChange')
export class CatalogChangeType {
  @Field(() => String) kind!: string
  @Field(() => String) object!: string
  @Field(() => String, { nullable: true }) before!: string | null
  @Field(() => String, { nullable: true }) after!: string | null
}

@ObjectType('DryRun')
export class DryRunType {
  @Field(() => Boolean) ok!: boolean
  @Field(() => ShadowPlace, { description: 'Where the empty copy was that it was tried on.' })
  place!: ShadowPlace
  @Field(() => Float) durationMs!: number
  @Field(() => Boolean, {
    nullable: true,
    description: 'True when the rollback SQL, run after the change, restored the same catalog.',
  })
  rollbackVerified!: boolean | null
  @Field(() => RollbackClass, { nullable: true, description: 'What the way back loses.' })
  rollbackClass!: RollbackClass | null
  @Field(() => [String]) notes!: readonly string[]
  @Field(() => ProblemType, { nullable: true }) problem!: ProblemType | null
  @Field(() => DateTimeScalar) ranAt!: Date
}

/** `author` is looked up when asked for: see the resolver. */
@ObjectType('Review')
export class ReviewType {
  @Field(() => ID) id!: string
  authorId!: string
  @Field(() => Int) revision!: number
  @Field(() => ReviewVerdict) verdict!: ReviewVerdict
  @Field(() => String) body!: string
  @Field(() => DateTimeScalar) createdAt!: Date
}

@ObjectType('Comment')
export class CommentType {
  @Field(() => ID) id!: string
  authorId!: string
  @Field(() => Int) revision!: number
  @Field(() => Int, { nullable: true, description: "A line of the revision's SQL, from 1." })
  line!: number | null
  @Field(() => String) body!: string
  @Field(() => DateTimeScalar) createdAt!: Date
}

/** What it belongs to is looked up when asked for: see the resolver. */
@ObjectType('MigrationProposal', { description: "A change of a user's database under review." })
export class MigrationProposalType {
  @Field(() => ID) id!: string
  @Field(() => Int) number!: number
  @Field(() => String) title!: string
  @Field(() => String, { nullable: true, description: 'What was asked for in words.' })
  request!: string | null
  @Field(() => ProposalState) state!: ProposalState
  @Field(() => Int, {
    description: 'Rises with every edit; reviews count for one revision only.',
  })
  revision!: number
  @Field(() => String) sql!: string
  @Field(() => String, { nullable: true }) rollbackSql!: string | null
  @Field(() => String, {
    description: `What an approval approves: a hash over the statements, the rollback, the session settings that change their meaning,
the identity of the target database and, as reviewed, the catalog of what it touches and what hangs off that. Applying names it.`,
  })
  digest!: string
  @Field(() => [MigrationStepType], { description: 'The statements in order, as they will run.' })
  steps!: readonly MigrationStepType[]
  @Field(() => [FindingType]) findings!: readonly FindingType[]
  @Field(() => [CatalogChangeType], {
    description: 'The catalog before and after, as the dry run saw it.',
  })
  changes!: readonly CatalogChangeType[]
  @Field(() => DryRunType, { nullable: true }) dryRun!: DryRunType | null
  @Field(() => Boolean, {
    description: "True when the database's catalog is no longer the one that was reviewed.",
  })
  drifted!: boolean
  @Field(() => ProblemType, { nullable: true }) problem!: ProblemType | null
  @Field(() => DateTimeScalar) createdAt!: Date
  @Field(() => DateTimeScalar, { nullable: true }) appliedAt!: Date | null
}

@ObjectType('AppliedElsewhere')
export class AppliedElsewhereType {
  @Field(() => Int, { description: 'Of the proposal.' }) number!: number
  @Field(() => String, { description: 'The name of its connection.' }) connection!: string
  @Field(() => Environment) environment!: EnvironmentName
  @Field(() => Float, { description: 'What its steps took together.' }) durationMs!: number
}

@ObjectType('ProposalOnTarget', {
  description: 'A change beside what its database is now, read when it is asked for.',
})
export class ProposalOnTargetType {
  @Field(() => ProblemType, { nullable: true, description: 'Why it could not be looked at.' })
  problem!: ProblemType | null
  @Field(() => [Int], {
    description: `After how many steps of the dry run the structure was as it is now: 0 is before the change. Several where steps leave
no trace in it, none where it is like neither.`,
  })
  matches!: readonly number[]
  @Field(() => [CatalogChangeType], { description: 'Of what the change is about, since the review.' })
  changes!: readonly CatalogChangeType[]
  @Field(() => String, { nullable: true, description: 'What is left to do, as the text of a new revision.' })
  remainder!: string | null
  @Field(() => String, { nullable: true, description: 'What leads back to what was reviewed.' })
  wayBack!: string | null
}

@ObjectType('ProposalPage')
export class ProposalPageType {
  @Field(() => [MigrationProposalType]) nodes!: readonly MigrationProposal[]
  @Field(() => String, { nullable: true }) endCursor!: string | null
  @Field(() => Boolean) hasNextPage!: boolean
}

@InputType('ProposalInput')
export class ProposalInputType {
  @Field(() => ID) connectionId!: string
  @Field(() => String, { nullable: true }) title?: string | null
  @Field(() => String, { nullable: true, description: 'Either words …' }) text?: string | null
  @Field(() => String, { nullable: true, description: '… or SQL.' }) sql?: string | null
  @Field(() => String, {
    nullable: true,
    description: 'Left out: one is written and proved, where it can be.',
  })
  rollbackSql?: string | null
}
