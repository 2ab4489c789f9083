import { FieldResolver, Resolver, Root } from 'type-graphql'
import type { FieldProblem, Problem } from '../../domain.ts'
import { FieldProblemType, ProblemType } from '../types/problem-type.ts'

@Resolver(() => ProblemType)
export class ProblemResolver {
  @FieldResolver(() => [FieldProblemType], {
    description: 'Which fields of an input are wrong; empty when it is about no input.',
  })
  fields(@Root() problem: Problem): readonly FieldProblem[] {
    return problem.fields ?? []
  }
}
