/** What the subscriptions send. The pipeline's events map to these classes one to one: see `resolvers/`. */
import { createUnionType, Field, Float, ObjectType } from 'type-graphql'
import { RoundtableRole, RoundtableStance } from './enums.ts'
import { PromptType } from './prompt-type.ts'
import { MigrationProposalType } from './proposal-type.ts'
import { ResultSetType } from './result-set-type.ts'

@ObjectType('AskStage')
export class AskStageType {
  @Field(() => String) stage!: string
  @Field(() => String, { nullable: true }) detail!: string | null
  @Field(() => Float) elapsedMs!: number
}

@ObjectType('ExplanationToken')
export class ExplanationTokenType {
  @Field(() => String) text!: string
}

@ObjectType('AskFinished')
export class AskFinishedType {
  @Field(() => PromptType) prompt!: PromptType
}

@ObjectType('RunStarted')
export class RunStartedType {
  @Field(() => ResultSetType) resultSet!: ResultSetType
}

/** `rows` is in its resolver. */
@ObjectType('RowBatch', {
  description: '`offset` is the index of the first row of the batch in the whole result.',
})
export class RowBatchType {
  @Field(() => Float) offset!: number
  @Field(() => Float, { description: 'Rows so far, those of this batch included.' }) rowCount!: number
  @Field(() => Float, { description: 'Bytes of all rows so far as JSON.' }) byteCount!: number
  @Field(() => Float, { description: 'Since the run had its turn.' }) elapsedMs!: number
}

@ObjectType('RunFinished')
export class RunFinishedType {
  @Field(() => ResultSetType) resultSet!: ResultSetType
}

@ObjectType('ExplainFinished')
export class ExplainFinishedType {
  @Field(() => ResultSetType) resultSet!: ResultSetType
}

@ObjectType('RoundtableToken')
export class RoundtableTokenType {
  @Field(() => RoundtableRole) role!: RoundtableRole
  @Field(() => RoundtableStance) stance!: RoundtableStance
  @Field(() => String) text!: string
}

@ObjectType('RoundtableFinished')
export class RoundtableFinishedType {
  @Field(() => MigrationProposalType) proposal!: MigrationProposalType
}

/** The pipeline tells its events apart by `kind`. */
const byKind = (types: Readonly<Record<string, string>>) => (event: object) =>
  'kind' in event ? types[String(event.kind)] : undefined

export const AskEventUnion = createUnionType({
  name: 'AskEvent',
  types: () => [AskStageType, ExplanationTokenType, AskFinishedType] as const,
  resolveType: byKind({ stage: 'AskStage', explanation: 'ExplanationToken', finished: 'AskFinished' }),
})

export const RunEventUnion = createUnionType({
  name: 'RunEvent',
  types: () => [RunStartedType, RowBatchType, RunFinishedType] as const,
  resolveType: byKind({ started: 'RunStarted', rows: 'RowBatch', finished: 'RunFinished' }),
})

export const ExplainEventUnion = createUnionType({
  name: 'ExplainEvent',
  types: () => [ExplanationTokenType, ExplainFinishedType] as const,
  resolveType: byKind({ explanation: 'ExplanationToken', finished: 'ExplainFinished' }),
})

export const RoundtableEventUnion = createUnionType({
  name: 'RoundtableEvent',
  types: () => [RoundtableTokenType, RoundtableFinishedType] as const,
  resolveType: byKind({ token: 'RoundtableToken', finished: 'RoundtableFinished' }),
})
