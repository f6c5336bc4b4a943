/** What a worker of another product looks like to a packet: it does not know how to deliver one. */
export { greetSomeone } from '../../workflows/greet-someone'
