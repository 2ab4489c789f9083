import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root, Subscription } from 'type-graphql'
import type { GeneratedQuery, ResultSet } from '../../domain.ts'
import type { ExplainEvent } from '../../pipeline/explain-run.ts'
import type { RunEvent } from '../../pipeline/run-query.ts'
import { AllowedTo } from '../allowed-to.ts'
import { signedIn } from '../context.ts'
import type { ApiContext } from '../context.ts'
import { streamEvents } from '../event-stream.ts'
import { RunInput } from '../inputs.ts'
import { ExplainEventUnion, RunEventUnion } from '../types/event-types.ts'
import { GeneratedQueryType } from '../types/query-type.ts'
import { ResultSetType } from '../types/result-set-type.ts'

@Resolver(() => ResultSetType)
export class ResultSetResolver {
  @AllowedTo('SEE_OWN_HISTORY')
  @Query(() => ResultSetType, { nullable: true })
  resultSet(@Arg('id', () => ID) id: string, @Ctx() context: ApiContext): Promise<ResultSet | null> {
    return context.pipeline.lookup.findResultSet(signedIn(context), id)
  }

  @AllowedTo('SEE_OWN_HISTORY')
  @Query(() => ResultSetType, {
    nullable: true,
    description:
      'What came of a run under this request id, e.g. after its stream broke off; null when there was none.',
  })
  resultSetOfRequest(
    @Arg('requestId', () => ID) requestId: string,
    @Ctx() context: ApiContext,
  ): Promise<ResultSet | null> {
    return context.pipeline.lookup.findResultSetOfRequest(signedIn(context), requestId)
  }

  @AllowedTo('ASK')
  @Mutation(() => ResultSetType)
  cancelRun(
    @Arg('resultSetId', () => ID) resultSetId: string,
    @Ctx() context: ApiContext,
  ): Promise<ResultSet> {
    return context.pipeline.cancelRun(signedIn(context), resultSetId)
  }

  @AllowedTo('ASK')
  @Subscription(() => RunEventUnion, {
    description:
      'Columns, rows in batches, then the finished result set. Unsubscribing cancels the query in the database.',
    subscribe: ({ args: { input }, context }: { args: { input: RunInput }; context: ApiContext }) =>
      context.pipeline.run(signedIn(context), {
        queryId: input.queryId,
        sqlHash: input.sqlHash,
        maxRows: input.maxRows ?? null,
        requestId: input.requestId ?? null,
        announceQueue: input.announceQueue ?? false,
        confirmed: input.confirmed ?? false,
      }),
  })
  run(@Root() event: RunEvent, @Arg('input', () => RunInput) _input: RunInput): RunEvent {
    return event
  }

  @AllowedTo('ASK')
  @Subscription(() => ExplainEventUnion, {
    description:
      'Tokens of the summary of a finished run, then the result set with its summary and follow-up questions.',
    subscribe: async ({ args, context }: { args: { resultSetId: string }; context: ApiContext }) => {
      const user = signedIn(context)
      const resultSet = await context.pipeline.explainable(user, args.resultSetId)
      return streamEvents<ExplainEvent>(caller => context.pipeline.explain(user, resultSet, caller))
    },
  })
  explain(@Root() event: ExplainEvent, @Arg('resultSetId', () => ID) _resultSetId: string): ExplainEvent {
    return event
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description:
      'While the database has as many runs as it may have at once: 1 is next. Null when the run has its turn or is over.',
  })
  queuePosition(
    @Root() { id, queuePosition }: ResultSet & { queuePosition?: number },
    @Ctx() context: ApiContext,
  ): number | null {
    return queuePosition ?? context.pipeline.queuePosition(id)
  }

  @FieldResolver(() => GeneratedQueryType)
  query(@Root() resultSet: ResultSet, @Ctx() context: ApiContext): Promise<GeneratedQuery> {
    return context.pipeline.lookup.query(signedIn(context), resultSet.queryId)
  }
}
