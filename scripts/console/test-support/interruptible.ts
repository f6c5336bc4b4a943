// Runs until it is interrupted, and prints when it starts and when it is told to stop.
import { listenForInterruption } from '../interruption'

const { signal } = listenForInterruption()
const running = setInterval(() => {}, 1000)
console.log(`running ${process.pid}`)
signal.addEventListener('abort', () => {
  console.log('told to stop')
  clearInterval(running)
})
