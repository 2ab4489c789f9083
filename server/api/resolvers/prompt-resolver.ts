import {
  Arg,
  Args,
  Ctx,
  FieldResolver,
  ID,
  Int,
  Mutation,
  Query,
  Resolver,
  Root,
  Subscription,
} from 'type-graphql'
import type { Connection, GeneratedQuery, ModelRequestRecord, Prompt, ResultSet, User } from '../../domain.ts'
import type { AskEvent } from '../../pipeline/answer-question.ts'
import type { Question } from '../../pipeline/ask-question.ts'
import { AllowedTo } from '../allowed-to.ts'
import { signedIn } from '../context.ts'
import type { ApiContext } from '../context.ts'
import { streamEvents } from '../event-stream.ts'
import { DEFAULT_PAGE, HistoryArgs } from '../history-args.ts'
import { AskInput } from '../inputs.ts'
import { ConnectionType } from '../types/connection-type.ts'
import { AskEventUnion } from '../types/event-types.ts'
import { ModelRequestType } from '../types/model-type.ts'
import { PromptPageType, PromptType } from '../types/prompt-type.ts'
import { GeneratedQueryType } from '../types/query-type.ts'
import { ResultSetType } from '../types/result-set-type.ts'
import { UserType } from '../types/user-type.ts'

@Resolver(() => PromptType)
export class PromptResolver {
  @AllowedTo('SEE_OWN_HISTORY')
  @Query(() => PromptType, { nullable: true })
  prompt(@Arg('id', () => ID) id: string, @Ctx() context: ApiContext): Promise<Prompt | null> {
    return context.pipeline.lookup.findVisiblePrompt(signedIn(context), id)
  }

  @AllowedTo('SEE_OWN_HISTORY')
  @Query(() => PromptPageType, {
    description:
      'Finished prompts, newest first. `search`: all these words, or words that begin like them, in question, title or SQL.',
  })
  history(@Args(() => HistoryArgs) args: HistoryArgs, @Ctx() context: ApiContext) {
    return context.pipeline.lookup.history(signedIn(context), {
      connectionId: args.connectionId ?? null,
      favourites: args.favourites ?? false,
      search: args.search?.trim() || null,
      first: args.first ?? DEFAULT_PAGE,
      after: args.after ?? null,
      scope: args.scope ?? 'MINE',
      outcome: args.outcome ?? null,
      since: args.since ?? null,
      until: args.until ?? null,
    })
  }

  @AllowedTo('SEE_OWN_HISTORY')
  @Query(() => [PromptType], {
    description:
      "The caller's favourites and approved queries on this connection that hold words which begin like the typed ones.",
  })
  earlierQuestions(
    @Arg('connectionId', () => ID) connectionId: string,
    @Arg('typed', () => String) typed: string,
    @Arg('first', () => Int, { nullable: true, defaultValue: 5 }) first: number | null | undefined,
    @Ctx() context: ApiContext,
  ): Promise<Prompt[]> {
    return context.pipeline.lookup.offers(signedIn(context), connectionId, typed, first ?? 5)
  }

  @AllowedTo('ASK')
  @Mutation(() => PromptType, {
    description: 'The same work as the subscription `ask`, answered once when it is done.',
  })
  ask(@Arg('input', () => AskInput) input: AskInput, @Ctx() context: ApiContext): Promise<Prompt> {
    const caller = { onEvent: () => {}, signal: new AbortController().signal }
    return context.pipeline.ask(signedIn(context), toQuestion(input), caller)
  }

  @AllowedTo('ASK')
  @Subscription(() => AskEventUnion, {
    name: 'ask',
    description: 'Stages, explanation tokens, then the finished prompt.',
    subscribe: ({ args, context }: { args: { input: AskInput }; context: ApiContext }) =>
      streamEvents<AskEvent>(caller =>
        context.pipeline.ask(signedIn(context), toQuestion(args.input), caller),
      ),
  })
  askEvents(@Root() event: AskEvent, @Arg('input', () => AskInput) _input: AskInput): AskEvent {
    return event
  }

  @FieldResolver(() => ConnectionType)
  connection(@Root() prompt: Prompt, @Ctx() { pipeline }: ApiContext): Promise<Connection> {
    return pipeline.lookup.connectionOnRecord(prompt.connectionId)
  }

  @FieldResolver(() => [ModelRequestType], {
    description: 'What a model was sent to answer it; none where no model was asked.',
  })
  async modelRequests(
    @Root() prompt: Prompt,
    @Ctx() context: ApiContext,
  ): Promise<readonly ModelRequestRecord[]> {
    return context.pipeline.lookup.modelRequests(signedIn(context), prompt)
  }

  @FieldResolver(() => UserType)
  author(@Root() prompt: Prompt, @Ctx() { pipeline }: ApiContext): Promise<User> {
    return pipeline.lookup.person(prompt.authorId)
  }

  @FieldResolver(() => Boolean, { description: "A favourite of the caller's." })
  favourite(@Root() prompt: Prompt, @Ctx() context: ApiContext): boolean {
    return prompt.favourite && prompt.authorId === signedIn(context).id
  }

  @FieldResolver(() => Boolean, { description: 'The caller has asked it.' })
  mine(@Root() prompt: Prompt, @Ctx() context: ApiContext): boolean {
    return prompt.authorId === signedIn(context).id
  }

  @FieldResolver(() => UserType, { nullable: true })
  approvedBy(@Root() { approvedById }: Prompt, @Ctx() { pipeline }: ApiContext): Promise<User> | null {
    return approvedById === null ? null : pipeline.lookup.person(approvedById)
  }

  @FieldResolver(() => GeneratedQueryType, { nullable: true, description: 'The SQL that is shared.' })
  async sharedQuery(@Root() prompt: Prompt, @Ctx() context: ApiContext): Promise<GeneratedQuery | null> {
    return prompt.sharedQueryId
      ? context.pipeline.lookup.findVisibleQuery(signedIn(context), prompt.sharedQueryId)
      : null
  }

  @FieldResolver(() => [GeneratedQueryType], {
    description: "All SQL of the caller's prompt, the newest first; of somebody else's what is shared.",
  })
  queries(@Root() prompt: Prompt, @Ctx() context: ApiContext): Promise<GeneratedQuery[]> {
    return context.pipeline.lookup.queriesOf(signedIn(context), prompt)
  }

  @FieldResolver(() => [ResultSetType], {
    description: "The caller's runs of all SQL of the prompt, the newest first. Rows are not kept.",
  })
  runs(
    @Root() prompt: Prompt,
    @Arg('first', () => Int, { nullable: true, defaultValue: 20 }) first: number | null | undefined,
    @Ctx() context: ApiContext,
  ): Promise<ResultSet[]> {
    return context.pipeline.lookup.runsOfPrompt(signedIn(context), prompt, first ?? 20)
  }

  @FieldResolver(() => PromptType, { nullable: true })
  async followsUp(@Root() prompt: Prompt, @Ctx() context: ApiContext): Promise<Prompt | null> {
    return prompt.followsUpId
      ? context.pipeline.lookup.findPrompt(signedIn(context), prompt.followsUpId)
      : null
  }

  @FieldResolver(() => GeneratedQueryType, {
    nullable: true,
    description: "What was generated; of somebody else's prompt, the SQL that is shared.",
  })
  async query(@Root() prompt: Prompt, @Ctx() context: ApiContext): Promise<GeneratedQuery | null> {
    const user = signedIn(context)
    const id = prompt.authorId === user.id ? prompt.queryId : prompt.sharedQueryId
    return id === null ? null : context.pipeline.lookup.findVisibleQuery(user, id)
  }
}

function toQuestion({ connectionId, text, ...input }: AskInput): Question {
  const { followsUpId = null, requestId = null, reuseId = null } = input
  const { fresh, translator, careful } = input
  return {
    ...{ connectionId, text, followsUpId, requestId, reuseId },
    ...{ fresh: fresh ?? false, translator: translator ?? null, careful: careful ?? false },
  }
}
