import { redirect } from '@remix-run/node'
import type { ActionFunctionArgs } from '@remix-run/node'
import { SignOutDocument } from '../graphql/generated/graphql.ts'

export async function action({ context }: ActionFunctionArgs) {
  await context.graphql.execute(SignOutDocument)
  return redirect('/sign-in', { headers: context.responseHeaders })
}

export function loader() {
  return redirect('/')
}
