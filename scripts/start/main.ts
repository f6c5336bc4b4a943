// `npm start`: the whole product in one foreground process tree.
import { followBuild } from './follow-build'
import { runProduct } from './run'

process.exit(
  await runProduct({
    mode: 'production',
    onStarted: (stack, signal) => followBuild(stack, signal, (line) => console.log(line)),
  }),
)
