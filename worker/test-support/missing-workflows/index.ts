/** A worker of another product, for a packet: it has no workflow that delivers one. */
export { greetSomeone } from '../../workflows/greet-someone'
