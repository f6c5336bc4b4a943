/**
 * A real broker for the tests of one file: a single node in KRaft mode, with its own ports and folder, one port of
 * which requires a login.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import kafkajs, { type Kafka } from 'kafkajs'
import { freePorts } from '@/scripts/stack/addresses'
import { Part, startPart } from '@/scripts/stack/part'
import { waitUntil } from '@/scripts/stack/wait-until'
import type { KafkaRuntime } from './kafka-runtime'

const startLimitMs = 60_000
const clusterId = 'd2F5YmlsbC1icm9rZXItMQ'

/** The credentials for the port that requires a login. */
export const login = { username: 'waybill', password: 'open-sesame' }

export class KafkaBroker {
  private constructor(
    readonly address: string,
    /** The address of the same broker that requires a login, by PLAIN. */
    readonly loginAddress: string,
    private readonly folder: string,
    private readonly part: Part,
  ) {}

  static async start({ java, classPath }: KafkaRuntime): Promise<KafkaBroker> {
    const folder = await mkdtemp(join(tmpdir(), 'waybill-kafka-'))
    const [port = 0, loginPort = 0, controllerPort = 0] = await freePorts(3)
    const settings = join(folder, 'server.properties')
    await writeFile(settings, propertiesOf(folder, { port, loginPort, controllerPort }))
    const options = ['-Xmx256m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-cp', classPath]
    const format = ['kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', settings]
    await execa(java, [...options, ...format], { timeout: startLimitMs })
    const part = new Part({
      name: 'kafka',
      program: java,
      args: [...options, 'kafka.Kafka', settings],
      env: process.env,
      logFile: join(folder, 'kafka.log'),
      graceMs: 10_000,
    })
    const broker = new KafkaBroker(`127.0.0.1:${port}`, `127.0.0.1:${loginPort}`, folder, part)
    await broker.begin()
    await broker.#serveGroups()
    return broker
  }

  /** Starts the broker, also again after it was killed. */
  async begin(): Promise<void> {
    const isListening = () => canConnect(this.address)
    await startPart(
      this.part,
      async (signal) => (await waitUntil(isListening, { limitMs: startLimitMs, signal })) === true,
    )
  }

  /**
   * Waits for a group coordinator: the broker listens before it has one. One group suffices, since all groups share a
   * single partition.
   */
  async #serveGroups(): Promise<void> {
    const admin = this.client().admin()
    await admin.connect()
    const isServing = () =>
      admin.describeGroups(['nobody']).then(
        () => true,
        () => false,
      )
    const serves = await waitUntil(isServing, { limitMs: startLimitMs })
    await admin.disconnect()
    if (serves === null) throw new Error('The broker named no coordinator.')
  }

  /** Kills the broker, as if its machine were switched off. */
  async kill(): Promise<void> {
    await this.part.kill()
  }

  client(): Kafka {
    return new kafkajs.Kafka({ brokers: [this.address], logLevel: kafkajs.logLevel.NOTHING })
  }

  async stop(): Promise<void> {
    await this.part.kill()
    await rm(this.folder, { recursive: true, force: true })
  }
}

interface Ports {
  port: number
  loginPort: number
  controllerPort: number
}

function propertiesOf(folder: string, { port, loginPort, controllerPort }: Ports): string {
  const clients = `PLAINTEXT://127.0.0.1:${port},SASL_PLAINTEXT://127.0.0.1:${loginPort}`
  const module = 'org.apache.kafka.common.security.plain.PlainLoginModule'
  return Object.entries({
    'process.roles': 'broker,controller',
    'node.id': '1',
    listeners: `${clients},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': clients,
    'listener.security.protocol.map':
      'PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT',
    'sasl.enabled.mechanisms': 'PLAIN',
    'listener.name.sasl_plaintext.plain.sasl.jaas.config': `${module} required user_${login.username}="${login.password}";`,
    'controller.listener.names': 'CONTROLLER',
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    'log.dirs': join(folder, 'data'),
    'num.partitions': '3',
    'offsets.topic.num.partitions': '1',
    'offsets.topic.replication.factor': '1',
    'transaction.state.log.replication.factor': '1',
    'transaction.state.log.min.isr': '1',
    'group.initial.rebalance.delay.ms': '0',
    'auto.create.topics.enable': 'false',
  })
    .map((entry) => `${entry.join('=')}\n`)
    .join('')
}

function canConnect(address: string): Promise<boolean> {
  const { hostname, port } = new URL(`tcp://${address}`)
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname)
    const end = (isOpen: boolean) => {
      socket.destroy()
      resolve(isOpen)
    }
    socket.once('connect', () => end(true)).once('error', () => end(false))
  })
}
