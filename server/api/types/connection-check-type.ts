import { Field, Float, ObjectType } from 'type-graphql'
import { ProblemType } from './problem-type.ts'

@ObjectType('Notice', { description: 'Something worth knowing about a connection that works.' })
export class NoticeType {
  @Field(() => String) code!: string
  @Field(() => String) message!: string
  @Field(() => [String]) hints!: readonly string[]
}

@ObjectType('ConnectionCheck', { description: 'What came of an attempt to connect.' })
export class ConnectionCheckType {
  @Field(() => Boolean) ok!: boolean
  @Field(() => String, { nullable: true }) serverVersion!: string | null
  @Field(() => Float, { nullable: true }) latencyMs!: number | null
  @Field(() => Boolean, {
    nullable: true,
    description:
      'True when the login itself could write. It is accepted with a standing warning; the app stays read-only either way.',
  })
  canWrite!: boolean | null
  @Field(() => ProblemType, { nullable: true }) problem!: ProblemType | null
  @Field(() => [NoticeType]) notices!: readonly NoticeType[]
  @Field(() => String, {
    nullable: true,
    description:
      "Statements for the server's administrator that make a login that can only read; null when the login cannot write or the server was not reached.",
  })
  readOnlyLoginSql!: string | null
}
