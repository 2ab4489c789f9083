import { Field, Float, ID, Int, ObjectType } from 'type-graphql'
import { QueryOrigin } from './enums.ts'
import { FindingType } from './problem-type.ts'
import { DateTimeScalar } from './scalars.ts'

@ObjectType('SqlCheck', {
  description: 'What the guard says of a piece of SQL on a connection, before anything runs.',
})
export class SqlCheckType {
  @Field(() => Boolean) allowed!: boolean
  @Field(() => String) sqlHash!: string
  @Field(() => [String]) tables!: readonly string[]
  @Field(() => [FindingType]) refusals!: readonly FindingType[]
  @Field(() => [FindingType]) warnings!: readonly FindingType[]
  @Field(() => Float, { nullable: true }) estimatedRows!: number | null
  @Field(() => Float, { nullable: true }) estimatedCost!: number | null
  @Field(() => String, {
    nullable: true,
    description:
      'What it would do, in words, e.g. `reads 1 table · about 11 rows · cheap`; null when refused.',
  })
  summary!: string | null
  @Field(() => Boolean, { description: 'Runs only with `confirmed: true`.' })
  needsConfirmation!: boolean
  @Field(() => String, {
    nullable: true,
    description: 'Why it has to be confirmed, in words, e.g. `About 40 million rows, …`; else null.',
  })
  confirmationReason!: string | null
}

@ObjectType('ModelUsage')
export class ModelUsageType {
  @Field(() => String) model!: string
  @Field(() => Int) inputTokens!: number
  @Field(() => Int) cachedInputTokens!: number
  @Field(() => Int) outputTokens!: number
  @Field(() => Float) latencyMs!: number
}

/** `prompt`, `connection` and `runs` are looked up when asked for: see the resolver. */
@ObjectType('GeneratedQuery')
export class GeneratedQueryType {
  @Field(() => ID) id!: string
  @Field(() => String) sql!: string
  @Field(() => String, {
    description: 'SHA-256 of `sql`, lower-case hex. Running names it, so what was previewed is what runs.',
  })
  sqlHash!: string
  @Field(() => QueryOrigin) origin!: QueryOrigin
  @Field(() => String, { nullable: true }) model!: string | null
  @Field(() => String, { description: 'How the question was read, in words.' }) explanation!: string
  @Field(() => [String], {
    description: 'What was taken for granted that the question does not say, a sentence each.',
  })
  assumptions!: readonly string[]
  @Field(() => Float, { nullable: true, description: '0 to 1; null where the origin cannot tell.' })
  confidence!: number | null
  @Field(() => SqlCheckType) check!: SqlCheckType
  @Field(() => ModelUsageType, { nullable: true }) usage!: ModelUsageType | null
  @Field(() => DateTimeScalar) createdAt!: Date
}
