import type { TypedDocumentNode } from '@graphql-typed-document-node/core'

/** What the server's process hands to loaders and actions: GraphQL without a network hop, as the signed-in user. */
export interface LoadContext {
  graphql: {
    /** Rejects with an Error that carries a `problem` when any field of the answer failed. */
    execute<TData, TVariables>(
      document: TypedDocumentNode<TData, TVariables>,
      variables?: TVariables,
    ): Promise<TData>
  }
  /** For every inline script of the page. */
  cspNonce: string
  /** Set-Cookie of a signIn or signOut that an action made; actions pass it on. */
  responseHeaders: Headers
}

declare module '@remix-run/node' {
  interface AppLoadContext {
    graphql: LoadContext['graphql']
    cspNonce: LoadContext['cspNonce']
    responseHeaders: LoadContext['responseHeaders']
  }
}
