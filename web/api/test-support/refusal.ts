/** Status and code of an answer that is a problem. */
export async function refusal(response: Response): Promise<[status: number, code: string]> {
  return [response.status, (await response.json()).code]
}
