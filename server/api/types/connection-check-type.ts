import { Field, Float, ObjectType } from 'type-graphql'
import { Severity } from './enums.ts'
import { ProblemType } from './problem-type.ts'

@ObjectType('Notice', { description: 'Something worth knowing about a connection that works.' })
export class NoticeType {
  @Field(() => String) code!: string
  @Field(() => String) message!: string
  @Field(() => [String]) hints!: readonly string[]
}

@ObjectType('PrivilegeFinding', {
  description: 'One thing that a login may do and that reading tables does not take.',
})
export class PrivilegeFindingType {
  @Field(() => String) code!: string
  @Field(() => Severity, { description: 'INFO for what nearly every login has.' }) severity!: Severity
  @Field(() => String, { description: 'What the login may do.' }) message!: string
  @Field(() => String, { description: 'Why that matters.' }) why!: string
  @Field(() => String, {
    nullable: true,
    description: "Statements for the server's administrator that take it away.",
  })
  mendSql!: string | null
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
  @Field(() => Boolean, {
    nullable: true,
    description: 'False when the login gets in and finds no table that it may read.',
  })
  canRead!: boolean | null
  @Field(() => ProblemType, { nullable: true }) problem!: ProblemType | null
  @Field(() => [NoticeType]) notices!: readonly NoticeType[]
  @Field(() => [PrivilegeFindingType], {
    description: 'What the login may do beyond reading tables, the worst first.',
  })
  privileges!: readonly PrivilegeFindingType[]
  @Field(() => String, {
    nullable: true,
    description:
      "Statements for the server's administrator that make a login that can only read; null when the login can do just that or the server was not reached.",
  })
  readOnlyLoginSql!: string | null
}
