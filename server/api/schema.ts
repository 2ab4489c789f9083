import 'reflect-metadata'
import type { GraphQLSchema } from 'graphql'
import { buildSchemaSync } from 'type-graphql'
import { breakOffWithRights, checkPermission } from './allowed-to.ts'
import { AccountResolver } from './resolvers/account-resolver.ts'
import { AuditResolver } from './resolvers/audit-resolver.ts'
import { ConnectionMutations } from './resolvers/connection-mutations.ts'
import { ConnectionResolver } from './resolvers/connection-resolver.ts'
import { HistoryMutations } from './resolvers/history-mutations.ts'
import { ModelResolver } from './resolvers/model-resolver.ts'
import { ProblemResolver } from './resolvers/problem-resolver.ts'
import { OAuthResolver } from './resolvers/oauth-resolver.ts'
import { PromptResolver } from './resolvers/prompt-resolver.ts'
import {
  CommentResolver,
  PromptProposalResolver,
  ProposalResolver,
  ReviewResolver,
} from './resolvers/proposal-resolver.ts'
import { QueryResolver } from './resolvers/query-resolver.ts'
import { ResultSetResolver } from './resolvers/result-set-resolver.ts'
import {
  RoundtableParts,
  RoundtableResolver,
  RoundtableStatementResolver,
} from './resolvers/roundtable-resolver.ts'
import { RowBatchResolver } from './resolvers/row-batch-resolver.ts'
import { TokenResolver } from './resolvers/token-resolver.ts'
import { UserAdministration } from './resolvers/user-administration.ts'
import { UserResolver } from './resolvers/user-resolver.ts'

/** The whole API; `schema.graphql` is printed from it. */
export function createSchema(): GraphQLSchema {
  const schema = buildSchemaSync({
    resolvers: [
      AccountResolver,
      AuditResolver,
      ConnectionMutations,
      ConnectionResolver,
      HistoryMutations,
      CommentResolver,
      ModelResolver,
      ProblemResolver,
      OAuthResolver,
      PromptResolver,
      PromptProposalResolver,
      ProposalResolver,
      QueryResolver,
      ResultSetResolver,
      ReviewResolver,
      RoundtableParts,
      RoundtableResolver,
      RoundtableStatementResolver,
      RowBatchResolver,
      TokenResolver,
      UserAdministration,
      UserResolver,
    ],
    validate: false,
    authChecker: checkPermission,
    // Every subscription has a source of its own; nothing is published to topics.
    pubSub: {
      publish: topic => {
        throw new Error(`Nothing is subscribed to the topic ${topic}`)
      },
      subscribe: topic => {
        throw new Error(`Nothing is published to the topic ${topic}`)
      },
    },
  })
  return breakOffWithRights(schema)
}
