import { ErrorPage } from '../components/parts/error-page.tsx'
import { nothingHere } from '../graphql/load.ts'

export function loader() {
  throw nothingHere()
}

export default function NotFound() {
  return null
}

export function ErrorBoundary() {
  return (
    <main className="grid min-h-dvh place-items-center p-6">
      <ErrorPage />
    </main>
  )
}
