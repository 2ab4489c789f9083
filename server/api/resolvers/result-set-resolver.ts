import {
  Arg,
  Authorized,
  Ctx,
  FieldResolver,
  ID,
  Mutation,
  Query,
  Resolver,
  Root,
  Subscription,
} from 'type-graphql'
import type { GeneratedQuery, ResultSet, Row } from '../../domain.ts'
import type { ExplainEvent } from '../../pipeline/explain-run.ts'
import type { RunEvent } from '../../pipeline/run-query.ts'
import { signedIn } from '../context.ts'
import type { ApiContext } from '../context.ts'
import { RunInput } from '../inputs.ts'
import { ExplainEventUnion, RunEventUnion } from '../types/event-types.ts'
import { GeneratedQueryType } from '../types/query-type.ts'
import { ResultSetType } from '../types/result-set-type.ts'

@Resolver(() => ResultSetType)
export class ResultSetResolver {
  @Authorized()
  @Query(() => ResultSetType, { nullable: true })
  resultSet(@Arg('id', () => ID) id: string, @Ctx() context: ApiContext): Promise<ResultSet | null> {
    return context.pipeline.lookup.findResultSet(signedIn(context), id)
  }

  @Authorized()
  @Mutation(() => ResultSetType)
  cancelRun(
    @Arg('resultSetId', () => ID) resultSetId: string,
    @Ctx() context: ApiContext,
  ): Promise<ResultSet> {
    return context.pipeline.cancelRun(signedIn(context), resultSetId)
  }

  @Authorized()
  @Subscription(() => RunEventUnion, {
    description:
      'Columns, rows in batches, then the finished result set. Unsubscribing cancels the query in the database.',
    subscribe: ({ args: { input }, context }: { args: { input: RunInput }; context: ApiContext }) =>
      context.pipeline.run(signedIn(context), {
        queryId: input.queryId,
        sqlHash: input.sqlHash,
        maxRows: input.maxRows ?? null,
        requestId: input.requestId ?? null,
      }),
  })
  run(@Root() event: RunEvent, @Arg('input', () => RunInput) _input: RunInput): object {
    return event.kind === 'rows'
      ? { ...event, rows: JSON.parse(`[${event.rows.json}]`) as readonly Row[] }
      : event
  }

  @Authorized()
  @Subscription(() => ExplainEventUnion, {
    description:
      'Tokens of the summary of a finished run, then the result set with its summary and follow-up questions.',
    subscribe: ({ args, context }: { args: { resultSetId: string }; context: ApiContext }) =>
      context.pipeline.explain(signedIn(context), args.resultSetId),
  })
  explain(@Root() event: ExplainEvent, @Arg('resultSetId', () => ID) _resultSetId: string): ExplainEvent {
    return event
  }

  @FieldResolver(() => GeneratedQueryType)
  query(@Root() resultSet: ResultSet, @Ctx() context: ApiContext): Promise<GeneratedQuery> {
    return context.pipeline.lookup.query(signedIn(context), resultSet.queryId)
  }
}
