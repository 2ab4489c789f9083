import { Field, Float, ID, ObjectType } from 'type-graphql'
import { RunState } from './enums.ts'
import { ProblemType } from './problem-type.ts'
import { DateTimeScalar } from './scalars.ts'

@ObjectType('ResultColumn')
export class ResultColumnType {
  @Field(() => String) name!: string
  @Field(() => String) type!: string
  @Field(() => Boolean, { nullable: true }) nullable!: boolean | null
}

/** `query` is looked up when asked for: see the resolver. */
@ObjectType('ResultSet')
export class ResultSetType {
  @Field(() => ID) id!: string
  @Field(() => RunState) state!: RunState
  @Field(() => [ResultColumnType]) columns!: readonly ResultColumnType[]
  @Field(() => Float) rowCount!: number
  @Field(() => Float, { nullable: true }) firstRowMs!: number | null
  @Field(() => Float, { nullable: true }) durationMs!: number | null
  @Field(() => DateTimeScalar) startedAt!: Date
  @Field(() => ProblemType, { nullable: true }) problem!: ProblemType | null
  @Field(() => String, { nullable: true }) summary!: string | null
  @Field(() => String, {
    nullable: true,
    description:
      'The model that wrote the summary, or its beginning, from facts that were computed here; null: no model.',
  })
  summaryModel!: string | null
  @Field(() => [String]) followUps!: readonly string[]
  @Field(() => String, {
    nullable: true,
    description: 'A suggested chart as a Vega-Lite specification without data, or null.',
  })
  chart!: string | null
}
