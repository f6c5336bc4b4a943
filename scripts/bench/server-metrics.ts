// What the Temporal server counts about itself, in the text format of Prometheus.

const LINE = /^([a-zA-Z_:][\w:]*)\{([^}]*)\} (\S+)/

/** The sum of a metric over all its series that carry these labels. */
export async function readMetric(url: string, name: string, labels: Record<string, string>): Promise<number> {
  const response = await fetch(url)
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`)
  let sum = 0
  for (const line of (await response.text()).split('\n')) {
    const [, metric, series = '', value] = LINE.exec(line) ?? []
    if (metric === name && wanted.every((label) => series.split(',').includes(label))) sum += Number(value)
  }
  return sum
}
