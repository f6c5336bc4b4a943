/** Metrics from inside workflows. They use Temporal's own meter, because only that one leaves out replays. */

interface WorkflowMetric {
  readonly name: string
  readonly help: string
}

export const deliverySeconds: WorkflowMetric = {
  name: 'waybill_delivery_seconds',
  help: 'From the beginning of delivery to its end, by status and number of attempts ("3+" for three or more).',
}

export const graces: WorkflowMetric = {
  name: 'waybill_graces_total',
  help: 'Deadlines that were extended after an outage of ours, by why.',
}

export const workflowsStarted: WorkflowMetric = {
  name: 'waybill_workflows_started_total',
  help: 'Runs of workflows that began.',
}

export const workflowSeconds: WorkflowMetric = {
  name: 'waybill_workflow_seconds',
  help: 'Runs of workflows that have ended, by how.',
}

export const workflowMessages: WorkflowMetric = {
  name: 'waybill_workflow_messages_total',
  help: 'Signals and updates that workflows took.',
}
