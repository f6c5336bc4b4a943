import { expect, it } from 'vitest'
import { createLog, createSdkLogger } from './log'

function logged(level: 'WARN' | 'INFO', message: string, meta: Record<string, unknown>): string {
  const lines: string[] = []
  const log = createLog('debug', { write: (line) => lines.push(line) })
  createSdkLogger(log).log(level, message, meta)
  return lines.join('')
}

it('drops the task token that the SDK gives every activity entry', () => {
  const line = logged('INFO', 'Activity started', { taskToken: 'c2VjcmV0', workflowId: 'packet-1' })
  expect(line).toContain('packet-1')
  expect(line).not.toContain('c2VjcmV0')
})

it.each([
  ['Activity not found on completion task_token=Cg1zZWNyZXQ= details=gone', {}],
  ['Activity not found on completion', { task_token: 'Cg1zZWNyZXQ=' }],
  ['Activity not found on completion', { fields: 'task_token: TaskToken(Cg1zZWNyZXQ=), details: gone' }],
])('drops the task token from entries of the native part: %s %o', (message, meta) => {
  const line = logged('WARN', message, meta)
  expect(line).toContain('not found')
  expect(line).not.toContain('Cg1zZWNyZXQ')
})
