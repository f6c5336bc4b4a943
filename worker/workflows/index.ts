export { dataRouting } from './data-routing'
export { greetSomeone } from './greet-someone'
