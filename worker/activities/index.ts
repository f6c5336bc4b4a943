import { createActOnMany } from './act-on-many'
import { createCarryRows } from './carry-rows'
import type { ActivityContext } from './context'
import { createGetRoute, createGetRouteFromService, createGetRouteOnceResumed } from './get-route'
import { createGreet } from './greet'
import { createHandOver } from './hand-over'
import { createAskSilence, createClaim, createEnter, createFollow, createSave, createWithdraw } from './keep'
import { createNotify } from './notify'
import { createFollowProbe, createProbe } from './probe'
import { createRecall } from './recall'
import { createSubmitOccurrence } from './submit-occurrence'

export function createActivities(context: ActivityContext) {
  return {
    claim: createClaim(context),
    enter: createEnter(context),
    follow: createFollow(context),
    save: createSave(context),
    askSilence: createAskSilence(context),
    getRoute: createGetRoute(context),
    getRouteOnceResumed: createGetRouteOnceResumed(context),
    getRouteFromService: createGetRouteFromService(context),
    withdraw: createWithdraw(context),
    handOver: createHandOver(context),
    probe: createProbe(context),
    followProbe: createFollowProbe(context),
    recall: createRecall(context),
    greet: createGreet(context),
    carryRows: createCarryRows(context),
    actOnMany: createActOnMany(context),
    submitOccurrence: createSubmitOccurrence(context),
    notify: createNotify(context),
  }
}
