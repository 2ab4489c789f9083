interface WorkspacePlace {
  connectionId: string
  promptId?: string
  /** A query of the person's own in place of the prompt's. */
  queryId?: string
}

/** The address of a question on a connection: a reload, the history and a colleague all come back to it. */
export function workspacePath({ connectionId, promptId, queryId }: WorkspacePlace): string {
  const search = new URLSearchParams({ connection: connectionId })
  if (promptId !== undefined) search.set('prompt', promptId)
  if (queryId !== undefined) search.set('query', queryId)
  return `/?${search}`
}
