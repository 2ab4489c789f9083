import { vitePlugin as remix } from '@remix-run/dev'
import tailwindcss from '@tailwindcss/vite'
import { defineConfig } from 'vite'

declare module '@remix-run/node' {
  interface Future {
    v3_singleFetch: true
  }
}

export default defineConfig({
  // Found late, dependencies are bundled late, and the first page in development gets two copies of React.
  optimizeDeps: { entries: ['web/**/*.{ts,tsx}', '!**/*.test.*'] },
  // Hundreds of small files, which the server would find and open at each start.
  ssr: { noExternal: ['@apollo/client', 'rxjs'] },
  plugins: [
    tailwindcss(),
    remix({
      appDirectory: 'web',
      buildDirectory: 'build',
      ignoredRouteFiles: ['**/*.test.{ts,tsx}'],
      future: {
        v3_fetcherPersist: true,
        v3_lazyRouteDiscovery: true,
        v3_relativeSplatPath: true,
        // Wants a package of its own for what the file names say already; unset, Remix warns at each build.
        v3_routeConfig: false,
        v3_singleFetch: true,
        v3_throwAbortReason: true,
      },
    }),
  ],
})
