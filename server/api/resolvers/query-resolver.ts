import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql'
import type { Connection, GeneratedQuery, Prompt, ResultSet, SqlCheck } from '../../domain.ts'
import { AllowedTo } from '../allowed-to.ts'
import { signedIn } from '../context.ts'
import type { ApiContext } from '../context.ts'
import { ConnectionType } from '../types/connection-type.ts'
import { PromptType } from '../types/prompt-type.ts'
import { GeneratedQueryType, SqlCheckType } from '../types/query-type.ts'
import { ResultSetType } from '../types/result-set-type.ts'

@Resolver(() => GeneratedQueryType)
export class QueryResolver {
  @AllowedTo('SEE_OWN_HISTORY')
  @Query(() => GeneratedQueryType, { nullable: true })
  generatedQuery(
    @Arg('id', () => ID) id: string,
    @Ctx() context: ApiContext,
  ): Promise<GeneratedQuery | null> {
    return context.pipeline.lookup.findVisibleQuery(signedIn(context), id)
  }

  @AllowedTo('ASK')
  @Query(() => SqlCheckType, {
    description: 'Guard only: parses, judges and estimates; runs nothing and records nothing but the check.',
  })
  checkSql(
    @Arg('connectionId', () => ID) connectionId: string,
    @Arg('sql', () => String) sql: string,
    @Ctx() context: ApiContext,
  ): Promise<SqlCheck> {
    return context.pipeline.check(signedIn(context), connectionId, sql)
  }

  @AllowedTo('ASK')
  @Mutation(() => GeneratedQueryType, {
    description: `Puts the user's own SQL in place of the generated one, as a new GeneratedQuery with its own check.
SQL that the guard refuses is kept too, with \`check.allowed\` false and its findings; running it is refused.`,
  })
  reviseQuery(
    @Arg('queryId', () => ID) queryId: string,
    @Arg('sql', () => String) sql: string,
    @Ctx() context: ApiContext,
  ): Promise<GeneratedQuery> {
    return context.pipeline.revise(signedIn(context), queryId, sql)
  }

  @FieldResolver(() => PromptType, { nullable: true })
  async prompt(@Root() query: GeneratedQuery, @Ctx() context: ApiContext): Promise<Prompt | null> {
    return query.promptId
      ? context.pipeline.lookup.findVisiblePrompt(signedIn(context), query.promptId)
      : null
  }

  @FieldResolver(() => PromptType, {
    nullable: true,
    description:
      'The question whose SQL was taken again; null where it is gone, or no longer there for the caller.',
  })
  async reusedFrom(@Root() query: GeneratedQuery, @Ctx() context: ApiContext): Promise<Prompt | null> {
    return query.reusedFromId === null
      ? null
      : context.pipeline.lookup.findVisiblePrompt(signedIn(context), query.reusedFromId)
  }

  @FieldResolver(() => ConnectionType)
  connection(@Root() query: GeneratedQuery, @Ctx() { pipeline }: ApiContext): Promise<Connection> {
    return pipeline.lookup.connectionOnRecord(query.connectionId)
  }

  @FieldResolver(() => [ResultSetType], { description: "The caller's, the newest first. Rows are not kept." })
  runs(@Root() query: GeneratedQuery, @Ctx() context: ApiContext): Promise<ResultSet[]> {
    return context.pipeline.lookup.runsOf(signedIn(context), query)
  }
}
