import { Field, Float, ID, ObjectType, registerEnumType } from 'type-graphql'
import { AuditResult } from '../../domain.ts'
import { DateTimeScalar } from './scalars.ts'

registerEnumType(AuditResult, {
  name: 'AuditResult',
  description: 'What came of an act; INTENT: that is on another event.',
})

export { AuditResult }

@ObjectType('AuditEvent')
export class AuditEventType {
  @Field(() => ID) id!: string
  @Field(() => Float, { description: '1, 2, 3 … without gaps.' }) sequence!: number
  @Field(() => DateTimeScalar) at!: Date
  @Field(() => String) action!: string
  @Field(() => ID, { nullable: true }) subjectId!: string | null
  @Field(() => String, { description: 'JSON text; never holds a secret or a result row.' }) detail!: string
  @Field(() => String) previousHash!: string
  @Field(() => String, {
    description:
      'SHA-256, lower-case hex, over the canonical JSON of every other field stored, previousHash included.',
  })
  hash!: string
  @Field(() => AuditResult, { description: 'What came of it, told from the action and the detail.' })
  result!: AuditResult
  @Field(() => ID, { nullable: true, description: 'Also where who it was is no longer known.' })
  actorId!: string | null
  @Field(() => ID, { nullable: true }) connectionId!: string | null
}

@ObjectType('AuditPage')
export class AuditPageType {
  @Field(() => [AuditEventType]) nodes!: AuditEventType[]
  @Field(() => String, { nullable: true }) endCursor!: string | null
  @Field(() => Boolean) hasNextPage!: boolean
}

@ObjectType('AuditHead', { description: 'The last event that was looked at.' })
export class AuditHeadType {
  @Field(() => Float) sequence!: number
  @Field(() => String) hash!: string
}

@ObjectType('AuditCut', { description: 'Where old events were removed, as the configuration says, signed.' })
export class AuditCutType {
  @Field(() => Float, { description: 'Of the last event that was removed.' }) sequence!: number
  @Field(() => DateTimeScalar) at!: Date
  @Field(() => String) keyId!: string
  @Field(() => String, {
    nullable: true,
    description: 'Ed25519 in base64, to verify an export with; null: the key is not among ours.',
  })
  publicKey!: string | null
}

@ObjectType('AuditVerification')
export class AuditVerificationType {
  @Field(() => Boolean) ok!: boolean
  @Field(() => Float, { description: 'So many events are in order, from the beginning or the cut.' })
  checked!: number
  @Field(() => Float, {
    nullable: true,
    description: 'The first event that is not as it was, or is missing.',
  })
  firstBroken!: number | null
  @Field(() => String, { nullable: true, description: 'What is wrong there, in words.' })
  problem!: string | null
  @Field(() => AuditHeadType, { nullable: true }) head!: AuditHeadType | null
  @Field(() => AuditCutType, { nullable: true }) cut!: AuditCutType | null
}
