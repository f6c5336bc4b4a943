/** Every address of the web process, in one place, and the path that a proxy may serve all of them under. */

import type { documented } from './operations'

/** The path of `PUBLIC_URL`, without a trailing slash; empty if there is none. */
export function publicPathOf(publicUrl: string | undefined): string {
  return publicUrl === undefined || publicUrl === '' ? '' : new URL(publicUrl).pathname.replace(/\/+$/, '')
}

/** The public path that was built into the pages. Every request of a page to its own server begins with it. */
export const builtPublicPath = process.env.BUILT_PUBLIC_PATH ?? ''

/** A path of the API as the definitions write it. */
export type ApiPath = PathIn<keyof typeof documented>

type PathIn<Key> = Key extends `${string} ${infer Path}` ? Path : never

/** A text for each `{name}` in a path. */
export type ParamsOf<Path extends string> = { [Name in NamesIn<Path>]: string }

type NamesIn<Path> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never

/** The address of one of the API's paths, with its parameters filled in. */
export function apiPath<Path extends ApiPath>(path: Path, ...[params]: Filling<Path>): string {
  return fillIn(path, params)
}

type Filling<Path extends string> = [NamesIn<Path>] extends [never] ? [] : [ParamsOf<Path>]

/** Like `apiPath`, for a path and parameters that are only known at run time. */
export function fillIn(path: string, params: Readonly<Record<string, string>> = {}): string {
  return path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(params[name] ?? ''))
}

export const pagePaths = {
  overview: '/',
  packets: '/packets',
  board: '/board',
  packet: (id: string) => `/packets/${encodeURIComponent(id)}`,
  submit: '/submit',
  batches: '/batches',
  batch: (id: string) => `/batches/${encodeURIComponent(id)}`,
  bulkActions: '/bulk-actions',
  bulkAction: (id: string) => `/bulk-actions/${encodeURIComponent(id)}`,
  queues: '/queues',
  recurring: '/recurring',
  providers: '/providers',
  receipts: '/receipts',
  health: '/health',
  notifications: '/notifications',
  reference: '/reference',
  audit: '/audit',
} as const

/** Names the build that answered, so that a page can tell when the server was updated. */
export const buildHeader = 'waybill-build'
