/** What a broker needs to run in tests: Java, and Apache Kafka's jars from Maven Central, cached in `.cache`. */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import pLimit from 'p-limit'
import { withinLimit } from '@/lib/contract/time-limit'
import { ROOT } from '@/scripts/stack/root'
import { kafkaJars } from './kafka-jars'

export interface KafkaRuntime {
  java: string
  /** The argument of `-cp`. */
  classPath: string
}

const mavenCentral = 'https://repo1.maven.org/maven2'
const folder = join(ROOT, '.cache', 'kafka')
const oldestJava = 17
const limitMs = 180_000
const atOnce = 6

/** Returns the reason as text if Java or the jars are not available. */
export async function findKafka(): Promise<KafkaRuntime | string> {
  const java = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin', 'java') : 'java'
  const version = await javaVersion(java)
  if (version === null) return 'there is no Java'
  if (version < oldestJava) return `Java is ${version}, and the broker needs ${oldestJava}`
  try {
    await withinLimit(limitMs, undefined, downloadMissing)
  } catch (error) {
    return `the broker could not be downloaded: ${error instanceof Error ? error.message : error}`
  }
  return { java, classPath: join(folder, '*') }
}

async function javaVersion(java: string): Promise<number | null> {
  const { failed, stderr } = await execa(java, ['-version'], { reject: false, timeout: 10_000 })
  const major = failed ? undefined : /version "(\d+)/.exec(stderr)?.[1]
  return major === undefined ? null : Number(major)
}

async function downloadMissing(signal: AbortSignal): Promise<void> {
  await mkdir(folder, { recursive: true })
  const base = (process.env.MAVEN_REPOSITORY_URL || mavenCentral).replace(/\/+$/, '')
  const limit = pLimit(atOnce)
  await Promise.all(
    kafkaJars.map(([artifact, sha256]) => limit(() => ensureJar(base, artifact, sha256, signal))),
  )
}

async function ensureJar(base: string, artifact: string, sha256: string, signal: AbortSignal): Promise<void> {
  const [group = '', name, version] = artifact.split(':')
  const jar = `${name}-${version}.jar`
  const target = join(folder, jar)
  // It is complete: files get this name only after their hash was checked.
  if (existsSync(target)) return
  const response = await fetch(`${base}/${group.replaceAll('.', '/')}/${name}/${version}/${jar}`, {
    signal,
  }).catch((error: unknown) => {
    throw new Error(`${new URL(base).host} cannot be reached`, { cause: error })
  })
  if (!response.ok) throw new Error(`${jar} was answered with ${response.status}`)
  const bytes = new Uint8Array(await response.arrayBuffer())
  if (createHash('sha256').update(bytes).digest('base64') !== sha256)
    throw new Error(`${jar} is another file`)
  const draft = `${target}.${process.pid}.part`
  await writeFile(draft, bytes)
  await rename(draft, target).finally(() => rm(draft, { force: true }))
}
