import { Field, Float, Int, ObjectType } from 'type-graphql'
import {
  ConditionKind,
  EvidenceTopic,
  NextActionKind,
  ProposalState,
  RoundtableRole,
  RoundtableStance,
  RoundtableVerdict,
  StatementOrigin,
} from './enums.ts'
import { DateTimeScalar } from './scalars.ts'

@ObjectType('Evidence', { description: 'One fact that a role may cite.' })
export class EvidenceType {
  @Field(() => String, { description: '`E1`, `E2`, … within one roundtable.' }) id!: string
  @Field(() => EvidenceTopic) topic!: EvidenceTopic
  @Field(() => String) text!: string
  @Field(() => RoundtableVerdict, { description: 'No verdict is milder than this, whatever anybody says.' })
  floor!: RoundtableVerdict
  @Field(() => String, { nullable: true }) hint!: string | null
}

@ObjectType('RoundtableStatement', {
  description: "One role's word, with the evidence it cites; the SOFTWARE_ARCHITECT speaks last and decides.",
})
export class RoundtableStatementType {
  @Field(() => RoundtableRole) role!: RoundtableRole
  @Field(() => String) title!: string
  @Field(() => RoundtableStance) stance!: RoundtableStance
  @Field(() => String) recommendation!: string
  @Field(() => [String], { description: 'With its id in front, e.g. `E3: Step 1 rewrites the table`.' })
  evidence!: readonly string[]
  @Field(() => [String], { description: 'The ids alone.' }) cites!: readonly string[]
  @Field(() => [String], { description: 'What the role had to answer.' }) questions!: readonly string[]
  @Field(() => StatementOrigin) origin!: StatementOrigin
  @Field(() => String, { nullable: true }) model!: string | null
  @Field(() => String, {
    nullable: true,
    description: "What became of a model's words, where they do not stand as they came.",
  })
  note!: string | null
}

@ObjectType('RoundtableBlock')
export class RoundtableBlockType {
  @Field(() => String) evidence!: string
  @Field(() => RoundtableRole) role!: RoundtableRole
  @Field(() => String) what!: string
  @Field(() => String, { nullable: true }) fix!: string | null
}

@ObjectType('RoundtableCondition', {
  description: 'Taken over when the change is applied, which it can make stricter, never laxer.',
})
export class RoundtableConditionType {
  @Field(() => ConditionKind) kind!: ConditionKind
  @Field(() => Float) valueMs!: number
  @Field(() => String) words!: string
  @Field(() => [String]) evidence!: readonly string[]
}

@ObjectType('RoundtablePrediction')
export class RoundtablePredictionType {
  @Field(() => String, { nullable: true }) lock!: string | null
  @Field(() => [Float], { nullable: true, description: 'Milliseconds of all steps, from and to.' })
  durationMs!: readonly number[] | null
  @Field(() => [Float], { nullable: true, description: 'Milliseconds for which others are kept out.' })
  blockedMs!: readonly number[] | null
  @Field(() => Float, { nullable: true }) rows!: number | null
  @Field(() => Float, { nullable: true }) bytes!: number | null
}

@ObjectType('RoundtableOutcome', { description: 'What was predicted beside what happened.' })
export class RoundtableOutcomeType {
  @Field(() => ProposalState) state!: ProposalState
  @Field(() => Float, { nullable: true }) durationMs!: number | null
  @Field(() => [String]) words!: readonly string[]
  @Field(() => [RoundtableRole]) right!: readonly RoundtableRole[]
  @Field(() => [RoundtableRole]) wrong!: readonly RoundtableRole[]
}

@ObjectType('Roundtable', {
  description:
    'The BOTA roundtable on one revision. Advice: it never counts as a review, and never lifts a blocking finding.',
})
export class RoundtableType {
  @Field(() => Int) revision!: number
  @Field(() => Boolean, { description: 'It is about another revision than the present one.' })
  stale!: boolean
  @Field(() => RoundtableVerdict) verdict!: RoundtableVerdict
  @Field(() => [EvidenceType]) evidence!: readonly EvidenceType[]
  @Field(() => [RoundtableBlockType]) blocking!: readonly RoundtableBlockType[]
  @Field(() => [RoundtableConditionType]) conditions!: readonly RoundtableConditionType[]
  @Field(() => [String]) disagreements!: readonly string[]
  @Field(() => [String]) openQuestions!: readonly string[]
  @Field(() => RoundtablePredictionType) prediction!: RoundtablePredictionType
  @Field(() => String, { description: "The software architect's one next step." }) nextStep!: string
  @Field(() => NextActionKind) nextAction!: NextActionKind
  @Field(() => String) residualRisk!: string
  @Field(() => String, { nullable: true, description: 'The model that was asked; null: none.' })
  model!: string | null
  @Field(() => RoundtableOutcomeType, { nullable: true, description: 'Null while it has not been applied.' })
  outcome!: RoundtableOutcomeType | null
  @Field(() => DateTimeScalar) createdAt!: Date
}

@ObjectType('ApplyOptions', {
  description: 'How patient an application is: the limits of the server, made stricter by the roundtable.',
})
export class ApplyOptionsType {
  @Field(() => Float) lockTimeoutMs!: number
  @Field(() => Float) lockBudgetMs!: number
  @Field(() => Float) statementTimeoutMs!: number
  @Field(() => Float, {
    nullable: true,
    description: 'It does not begin while a session has held what it touches for longer; null: it begins.',
  })
  oldTransactionMs!: number | null
  @Field(() => [RoundtableConditionType]) conditions!: readonly RoundtableConditionType[]
}
