/** Collects questions of a workflow's packets that come up in the same workflow task, and asks them in one activity. */
import { CancellationScope, condition } from '@temporalio/workflow'

interface Waiting<Question, Answer> {
  question: Question
  resolve: (answer: Answer) => void
  reject: (error: unknown) => void
}

export class Pool<Question, Answer> {
  private waiting: Waiting<Question, Answer>[] = []

  /**
   * @param askAll answers in the order of the questions
   * @param most the most questions in one activity
   */
  constructor(
    private readonly askAll: (questions: Question[]) => Promise<(Answer | undefined)[]>,
    private readonly most = 50,
  ) {
    void CancellationScope.nonCancellable(() => this.run())
  }

  ask(question: Question): Promise<Answer> {
    return new Promise((resolve, reject) => this.waiting.push({ question, resolve, reject }))
  }

  /**
   * The SDK evaluates conditions at the end of a workflow task's activation, when all questions of that task are
   * waiting.
   */
  private async run(): Promise<never> {
    for (;;) {
      await condition(() => this.waiting.length > 0)
      while (this.waiting.length > 0) void this.answer(this.waiting.splice(0, this.most))
    }
  }

  private async answer(group: Waiting<Question, Answer>[]): Promise<void> {
    try {
      const answers = await this.askAll(group.map(({ question }) => question))
      for (const [index, { resolve, reject }] of group.entries()) {
        const answer = answers[index]
        if (answer === undefined) reject(new Error('A question was left without an answer.'))
        else resolve(answer)
      }
    } catch (error) {
      for (const { reject } of group) reject(error)
    }
  }
}
