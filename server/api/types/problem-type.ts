import { Field, Int, ObjectType } from 'type-graphql'
import { Severity } from './enums.ts'

@ObjectType('FieldProblem', { description: 'Which field of an input is wrong, and why.' })
export class FieldProblemType {
  @Field(() => String) field!: string
  @Field(() => String) message!: string
}

/** `fields` is missing in problems that are about no input: see the resolver. */
@ObjectType('Problem', {
  description:
    'A failure or refusal in words a user can act on. Never holds a secret, a driver message with row values, or a stack.',
})
export class ProblemType {
  @Field(() => String) code!: string
  @Field(() => String) message!: string
  @Field(() => [String]) hints!: readonly string[]
  @Field(() => Boolean) retryable!: boolean
}

@ObjectType('Finding', {
  description:
    'One thing found in a piece of SQL; start and end are UTF-16 offsets into that SQL when the finding has a place.',
})
export class FindingType {
  @Field(() => String) code!: string
  @Field(() => Severity) severity!: Severity
  @Field(() => String) message!: string
  @Field(() => String, { nullable: true }) hint!: string | null
  @Field(() => Int, { nullable: true }) start!: number | null
  @Field(() => Int, { nullable: true }) end!: number | null
  @Field(() => String, {
    nullable: true,
    description:
      'The whole text of the change as it would be without this, where it can be written by machine.',
  })
  fix?: string | null
}
