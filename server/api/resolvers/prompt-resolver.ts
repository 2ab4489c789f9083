import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root, Subscription } from 'type-graphql'
import type { Connection, GeneratedQuery, Prompt, User } from '../../domain.ts'
import type { AskEvent } from '../../pipeline/answer-question.ts'
import type { Question } from '../../pipeline/ask-question.ts'
import { AllowedTo } from '../allowed-to.ts'
import { signedIn } from '../context.ts'
import type { ApiContext } from '../context.ts'
import { streamEvents } from '../event-stream.ts'
import { AskInput } from '../inputs.ts'
import { ConnectionType } from '../types/connection-type.ts'
import { AskEventUnion } from '../types/event-types.ts'
import { PromptPageType, PromptType } from '../types/prompt-type.ts'
import { GeneratedQueryType } from '../types/query-type.ts'
import { UserType } from '../types/user-type.ts'

@Resolver(() => PromptType)
export class PromptResolver {
  @AllowedTo('SEE_OWN_HISTORY')
  @Query(() => PromptType, { nullable: true })
  prompt(@Arg('id', () => ID) id: string, @Ctx() context: ApiContext): Promise<Prompt | null> {
    return context.pipeline.lookup.findPrompt(signedIn(context), id)
  }

  @AllowedTo('SEE_OWN_HISTORY')
  @Query(() => PromptPageType)
  history(
    @Arg('connectionId', () => ID, { nullable: true }) connectionId: string | null | undefined,
    @Arg('search', () => String, { nullable: true }) search: string | null | undefined,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50 }) first: number | null | undefined,
    @Arg('after', () => String, { nullable: true }) after: string | null | undefined,
    @Ctx() context: ApiContext,
  ) {
    return context.pipeline.lookup.history(signedIn(context), {
      connectionId: connectionId ?? null,
      search: search?.trim() || null,
      first: first ?? 50,
      after: after ?? null,
    })
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

  @FieldResolver(() => UserType)
  author(@Root() prompt: Prompt, @Ctx() { pipeline }: ApiContext): Promise<User> {
    return pipeline.lookup.author(prompt)
  }

  @FieldResolver(() => PromptType, { nullable: true })
  async followsUp(@Root() prompt: Prompt, @Ctx() context: ApiContext): Promise<Prompt | null> {
    return prompt.followsUpId
      ? context.pipeline.lookup.findPrompt(signedIn(context), prompt.followsUpId)
      : null
  }

  @FieldResolver(() => GeneratedQueryType, { nullable: true })
  async query(@Root() prompt: Prompt, @Ctx() context: ApiContext): Promise<GeneratedQuery | null> {
    return prompt.queryId ? context.pipeline.lookup.findQuery(signedIn(context), prompt.queryId) : null
  }
}

function toQuestion({ connectionId, text, followsUpId, requestId }: AskInput): Question {
  return { connectionId, text, followsUpId: followsUpId ?? null, requestId: requestId ?? null }
}
