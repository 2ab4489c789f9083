import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql'
import { ModelTurnRole, Translator } from '../../domain.ts'
import { ProblemType } from './problem-type.ts'
import { DateTimeScalar } from './scalars.ts'
import { UserType } from './user-type.ts'

registerEnumType(Translator, { name: 'Translator', description: 'Who reads a question.' })
registerEnumType(ModelTurnRole, {
  name: 'ModelTurnRole',
  description: 'USER and TOOL are what is sent; MODEL is what it had said before.',
})

export { Translator }

@ObjectType('ModelPrices', { description: 'In US dollars for a million tokens.' })
export class ModelPricesType {
  @Field(() => Float) input!: number
  @Field(() => Float) cachedInput!: number
  @Field(() => Float) output!: number
}

@ObjectType('ModelSettings', { description: 'As the environment says it; for administrators.' })
export class ModelSettingsType {
  @Field(() => String, {
    nullable: true,
    description: 'Null: none is configured, the built-in translator answers alone.',
  })
  provider!: string | null
  @Field(() => String, { nullable: true }) model!: string | null
  @Field(() => String, { nullable: true, description: "Null: the provider's own." })
  baseUrl!: string | null
  @Field(() => Boolean) hasKey!: boolean
  @Field(() => Int, { description: 'For one question.' }) maxRequests!: number
  @Field(() => Float) timeoutSeconds!: number
  @Field(() => Float) firstTokenSeconds!: number
  @Field(() => Int, { description: 'Of catalog that is told as a whole.' }) contextTokens!: number
  @Field(() => Float, { description: 'Of everybody, in UTC; 0: no limit.' }) tokensPerDay!: number
  @Field(() => Float, { description: 'Of one person; 0: no limit.' }) userTokensPerDay!: number
  @Field(() => ModelPricesType, { nullable: true }) prices!: ModelPricesType | null
}

@ObjectType('ModelTest', { description: 'What came of one small request.' })
export class ModelTestType {
  @Field(() => Boolean) reachable!: boolean
  @Field(() => Boolean, { nullable: true, description: 'Null where it was not found out.' })
  callsTools!: boolean | null
  @Field(() => Float) latencyMs!: number
  @Field(() => Float, { nullable: true }) firstTokenMs!: number | null
  @Field(() => ProblemType, { nullable: true }) problem!: ProblemType | null
}

@ObjectType('ModelUsageRow', { description: 'What one person used of one model on one day (UTC).' })
export class ModelUsageRowType {
  @Field(() => String, { description: 'e.g. `2026-03-01`' }) day!: string
  @Field(() => UserType, { nullable: true }) user!: UserType | null
  @Field(() => String) model!: string
  @Field(() => Float) requests!: number
  @Field(() => Float) failures!: number
  @Field(() => Float, { description: '`cachedInputTokens` included.' }) inputTokens!: number
  @Field(() => Float) cachedInputTokens!: number
  @Field(() => Float) outputTokens!: number
  @Field(() => Float, {
    nullable: true,
    description: 'In US dollars at the prices that are set now; null where none are.',
  })
  costUsd!: number | null
}

@ObjectType('ModelTurn')
export class ModelTurnType {
  @Field(() => ModelTurnRole) role!: ModelTurnRole
  @Field(() => String) text!: string
}

@ObjectType('ModelRequest', { description: 'What a model was sent, word for word.' })
export class ModelRequestType {
  @Field(() => Int, { description: '1, 2, 3 … within a question.' }) position!: number
  @Field(() => DateTimeScalar) at!: Date
  @Field(() => String) model!: string
  @Field(() => String) system!: string
  @Field(() => [ModelTurnType]) turns!: readonly ModelTurnType[]
  @Field(() => [String], { description: 'The tools that it may call, by name.' }) tools!: readonly string[]
}
