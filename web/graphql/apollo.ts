import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from '@apollo/client'
import { GraphQLWsLink } from '@apollo/client/link/subscriptions'
import { OperationTypeNode } from 'graphql'
import { createClient } from 'graphql-ws'

const IDLE_SOCKET_MS = 60_000
const PING_MS = 15_000

/**
 * Subscriptions over one WebSocket, everything else over POST, both to the page's own origin. A socket that breaks is
 * reported at once instead of being retried silently: a run must not start twice behind the reader's back.
 */
export function createBrowserClient(location: Location): ApolloClient {
  const socket = createClient({
    url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql`,
    lazyCloseTimeout: IDLE_SOCKET_MS,
    keepAlive: PING_MS,
    retryAttempts: 0,
  })
  return new ApolloClient({
    cache: new InMemoryCache(),
    link: ApolloLink.split(
      ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
      new GraphQLWsLink(socket),
      new HttpLink({ uri: '/graphql', credentials: 'same-origin' }),
    ),
  })
}

/** For rendering on the server, where loaders have fetched everything: it asks nobody. */
export function createServerClient(): ApolloClient {
  return new ApolloClient({ ssrMode: true, cache: new InMemoryCache(), link: ApolloLink.empty() })
}
