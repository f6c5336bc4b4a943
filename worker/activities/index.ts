import type { ActivityContext } from './context'
import { createGetRoute, createGetRouteFromService } from './get-route'
import { createGreet } from './greet'
import { createAskSilence, createClaim, createEnter, createSave } from './keep'
import { createFollowProbe, createProbe } from './probe'
import { createRecall } from './recall'
import { createTransmit } from './transmit'

export function createActivities(context: ActivityContext) {
  return {
    claim: createClaim(context),
    enter: createEnter(context),
    save: createSave(context),
    askSilence: createAskSilence(context),
    getRoute: createGetRoute(context),
    getRouteFromService: createGetRouteFromService(context),
    transmit: createTransmit(context),
    probe: createProbe(context),
    followProbe: createFollowProbe(context),
    recall: createRecall(context),
    greet: createGreet(context),
  }
}
