export const CONNECTIONS_PATH = '/connections'
export const NEW_CONNECTION_PATH = '/connections/new'

export function connectionPath(id: string): string {
  return `/connections/${encodeURIComponent(id)}`
}

export function editConnectionPath(id: string): string {
  return `${connectionPath(id)}/edit`
}
