export { dataRouting } from './data-routing'
export { greetSomeone } from './greet-someone'
export { providerDirectory } from './provider-directory'
