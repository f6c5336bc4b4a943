// `npm run dev`: the same parts as `npm start`, with pages and worker that follow the sources.
import { prettyFactory } from 'pino-pretty'
import { runProduct } from '../start/run'
import { reloadOnChange } from './reload'

const readable = prettyFactory({
  colorize: process.stdout.isTTY === true,
  ignore: 'pid,hostname,name,process',
  translateTime: 'SYS:HH:MM:ss.l',
})

process.exit(
  await runProduct({
    mode: 'development',
    onLine: (part, line) => console.log(`${part.padEnd(9)} ${String(readable(line)).trimEnd()}`),
    onStarted: (stack, signal) => reloadOnChange(stack, signal, (line) => console.log(line)),
  }),
)
