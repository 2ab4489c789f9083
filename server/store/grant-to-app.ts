import { openStoreSession } from './store-session.ts'

/**
 * What the login of the app may do where somebody else owns the tables: all that it needs, and with the audit nothing but
 * read it, append to it, and have it cut at its old end as `cut_audit_events` allows. Repeated at each start, since store
 * migrations bring tables.
 */
export async function grantToApp(ownerUrl: string, appUrl: string): Promise<void> {
  const app = quote(decodeURIComponent(new URL(appUrl).username))
  const session = await openStoreSession(ownerUrl)
  try {
    await session.script(`
      grant usage on schema public to ${app};
      grant select, insert, update, delete on all tables in schema public to ${app};
      grant usage, select on all sequences in schema public to ${app};
      revoke update, delete, truncate on audit_events from ${app};
      revoke insert, update, delete, truncate on audit_cuts from ${app};
      grant execute on function cut_audit_events to ${app}`)
  } finally {
    await session.end(5000)
  }
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
