import { Field, ID, ObjectType } from 'type-graphql'
import { PromptOutcome, Sharing } from './enums.ts'
import { DateTimeScalar } from './scalars.ts'

/** What it belongs to (connection, author, query …) is looked up when asked for: see the resolver. */
@ObjectType('Prompt', { description: 'A question or request in plain words, and what became of it.' })
export class PromptType {
  @Field(() => ID) id!: string
  @Field(() => String) text!: string
  @Field(() => DateTimeScalar) createdAt!: Date
  @Field(() => PromptOutcome) outcome!: PromptOutcome
  @Field(() => String, {
    nullable: true,
    description: 'For CLARIFICATION, REFUSAL and FAILURE: what is unclear or not done, in words.',
  })
  message!: string | null
  @Field(() => [String], { description: 'Choices for a clarification, or things to ask instead.' })
  suggestions!: readonly string[]
  @Field(() => String, { nullable: true, description: 'What its author calls it.' }) title!: string | null
  @Field(() => Sharing, { nullable: true, description: "Null: it is its author's alone." })
  sharing!: Sharing | null
  @Field(() => DateTimeScalar, { nullable: true }) sharedAt!: Date | null
  @Field(() => DateTimeScalar, { nullable: true }) approvedAt!: Date | null
}

@ObjectType('PromptPage')
export class PromptPageType {
  @Field(() => [PromptType]) nodes!: PromptType[]
  @Field(() => String, { nullable: true }) endCursor!: string | null
  @Field(() => Boolean) hasNextPage!: boolean
}
