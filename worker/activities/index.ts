import type { ActivityContext } from './context'
import { createGetRoute } from './get-route'
import { createGreet } from './greet'
import { createProbe } from './probe'
import { createRecall } from './recall'
import { createTransmit } from './transmit'
import { createWasIntakeUp } from './was-intake-up'

export function createActivities(context: ActivityContext) {
  return {
    getRoute: createGetRoute(context),
    transmit: createTransmit(context),
    probe: createProbe(context),
    recall: createRecall(context),
    wasIntakeUp: createWasIntakeUp(context),
    greet: createGreet(context),
  }
}
