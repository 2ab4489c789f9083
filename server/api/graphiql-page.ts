import path from 'node:path'
import { Router, static as staticFiles } from 'express'

/** GraphiQL from files of our own node_modules: no request leaves for another origin. */
const FILES: Readonly<Record<string, string>> = {
  'react.js': 'react/umd/react.production.min.js',
  'react-dom.js': 'react-dom/umd/react-dom.production.min.js',
  'graphiql.js': 'graphiql/graphiql.min.js',
  'graphiql.css': 'graphiql/graphiql.min.css',
}

/** @param root the project's folder */
export function graphiqlFiles(root: string): Router {
  const router = Router()
  for (const [name, file] of Object.entries(FILES)) {
    router.use(`/${name}`, staticFiles(path.join(root, 'node_modules', file), { maxAge: '1h' }))
  }
  return router
}

/** @param nonce of the page's Content-Security-Policy */
export function graphiqlPage(nonce: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>GraphiQL</title>
<link rel="icon" href="/favicon.svg">
<link rel="stylesheet" href="/graphiql/graphiql.css">
<style nonce="${nonce}">body{margin:0;height:100vh}#graphiql{height:100%}</style>
</head>
<body>
<div id="graphiql"></div>
<script src="/graphiql/react.js"></script>
<script src="/graphiql/react-dom.js"></script>
<script src="/graphiql/graphiql.js"></script>
<script nonce="${nonce}">
const fetcher = GraphiQL.createFetcher({
  url: '/graphql',
  subscriptionUrl: location.origin.replace(/^http/, 'ws') + '/graphql',
})
const defaultQuery = '# Everything the pages do, from here or from a script.\\n{\\n  viewer { email role }\\n  connections { id name engine environment }\\n}\\n'
ReactDOM.createRoot(document.getElementById('graphiql')).render(React.createElement(GraphiQL, { fetcher, defaultQuery }))
</script>
</body>
</html>`
}
