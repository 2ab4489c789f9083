import { Field, Int, ObjectType } from 'type-graphql'
import { UpkeepKind } from './enums.ts'

@ObjectType('UpkeepStep', { description: 'What is worth doing about a database, as a change to propose.' })
export class UpkeepStepType {
  @Field(() => UpkeepKind) kind!: UpkeepKind
  @Field(() => String) title!: string
  @Field(() => [String]) evidence!: readonly string[]
  @Field(() => String) sql!: string
  @Field(() => Int, { nullable: true, description: 'The number of an open proposal that is this already.' })
  proposal!: number | null
}

@ObjectType('Upkeep')
export class UpkeepType {
  @Field(() => [UpkeepStepType], { description: 'The most useful first.' }) steps!: readonly UpkeepStepType[]
  @Field(() => [String], { description: 'What could not be looked at.' }) unseen!: readonly string[]
}
