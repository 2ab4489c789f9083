import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Field,
  FieldResolver,
  Float,
  ID,
  Int,
  Query,
  Resolver,
  Root,
} from 'type-graphql'
import type { AuditResult as Result, AuditVerification, Connection, User } from '../../domain.ts'
import type { AuditPage } from '../../pipeline/read-audit.ts'
import type { ListedAuditEvent } from '../../store/audit-events.ts'
import { AllowedTo } from '../allowed-to.ts'
import type { ApiContext } from '../context.ts'
import { AuditEventType, AuditPageType, AuditResult, AuditVerificationType } from '../types/audit-type.ts'
import { ConnectionType } from '../types/connection-type.ts'
import { DateTimeScalar } from '../types/scalars.ts'
import { UserType } from '../types/user-type.ts'

@ArgsType()
class AuditArgs {
  @Field(() => ID, { nullable: true }) connectionId?: string | null
  @Field(() => ID, { nullable: true }) actorId?: string | null
  @Field(() => String, {
    nullable: true,
    description: 'One, or the beginning of several up to a dot: `run` is all that happens to runs.',
  })
  action?: string | null
  @Field(() => ID, { nullable: true, description: 'What it was done to.' }) subjectId?: string | null
  @Field(() => AuditResult, { nullable: true }) result?: Result | null
  @Field(() => DateTimeScalar, { nullable: true }) since?: Date | null
  @Field(() => DateTimeScalar, { nullable: true }) until?: Date | null
  @Field(() => String, {
    nullable: true,
    description: 'Words of the action and the detail, all of them, in any order; each may be a beginning.',
  })
  search?: string | null
  @Field(() => Int, { nullable: true, defaultValue: 100 }) first?: number | null
  @Field(() => String, { nullable: true }) after?: string | null
}

@Resolver(() => AuditEventType)
export class AuditResolver {
  @AllowedTo('SEE_AUDIT')
  @Query(() => AuditPageType, { description: 'Newest first.' })
  auditEvents(@Args(() => AuditArgs) args: AuditArgs, @Ctx() { pipeline }: ApiContext): Promise<AuditPage> {
    const { first, after } = args
    return pipeline.audit.events(
      {
        actorId: args.actorId ?? null,
        connectionId: args.connectionId ?? null,
        subjectId: args.subjectId ?? null,
        action: args.action ?? null,
        result: args.result ?? null,
        since: args.since ?? null,
        until: args.until ?? null,
        search: args.search ?? null,
      },
      first ?? 100,
      after ?? null,
    )
  }

  @AllowedTo('SEE_AUDIT')
  @Query(() => AuditEventType, { nullable: true })
  auditEvent(
    @Arg('sequence', () => Float) sequence: number,
    @Ctx() { pipeline }: ApiContext,
  ): Promise<ListedAuditEvent | null> {
    return pipeline.audit.event(sequence)
  }

  @AllowedTo('SEE_AUDIT')
  @Query(() => [AuditEventType], {
    description:
      'What happened to one run, question, proposal, connection or account, oldest first; of a run also how it came to be.',
  })
  auditStory(
    @Arg('subjectId', () => ID) subjectId: string,
    @Ctx() { pipeline }: ApiContext,
  ): Promise<ListedAuditEvent[]> {
    return pipeline.audit.story(subjectId)
  }

  @AllowedTo('SEE_AUDIT')
  @Query(() => [String], { description: 'The actions that there are events of.' })
  auditActions(@Ctx() { pipeline }: ApiContext): Promise<string[]> {
    return pipeline.audit.actions()
  }

  @AllowedTo('SEE_AUDIT')
  @Query(() => AuditVerificationType)
  auditVerification(
    @Arg('checkpoint', () => String, {
      nullable: true,
      description: 'Of a line "audit checkpoint" of the log, as `sequence:hash`.',
    })
    checkpoint: string | null | undefined,
    @Ctx() { pipeline }: ApiContext,
  ): Promise<AuditVerification> {
    return pipeline.audit.verify(checkpoint ?? null)
  }

  @FieldResolver(() => UserType, { nullable: true })
  actor(@Root() { actorId }: ListedAuditEvent, @Ctx() { pipeline }: ApiContext): Promise<User | null> {
    return pipeline.audit.actorOf(actorId)
  }

  @FieldResolver(() => ConnectionType, { nullable: true })
  connection(
    @Root() { connectionId }: ListedAuditEvent,
    @Ctx() { pipeline }: ApiContext,
  ): Promise<Connection | null> {
    return pipeline.audit.connectionOf(connectionId)
  }
}
