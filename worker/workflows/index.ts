export { dataRouting } from './data-routing'
export { greetSomeone } from './greet-someone'
export { keptReceipt } from './kept-receipt'
export { providerDirectory } from './provider-directory'
