export { dataRouting } from './data-routing'
export { greetSomeone } from './greet-someone'
export { probeProvider } from './probe-provider'
export { storeMark } from './store-mark'
