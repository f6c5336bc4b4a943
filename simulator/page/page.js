// Shows what the simulator tells of itself, once a second, and sends what a person chooses.
const everyMs = 1000
// In UTC, as Waybill's pages name times.
const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium', timeZone: 'UTC' })
/** "rateLimiting" is "rate limiting" to people. */
const inWords = (name) => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
const element = (id) => document.getElementById(id)
/** A carrier's row with the parts that change, by the carrier's name. */
const rows = new Map()
let heardAt = null

async function ask(path, init) {
  const response = await fetch(path, { ...init, signal: AbortSignal.timeout(5000) })
  if (response.ok) return response.json()
  const problem = await response.json().catch(() => null)
  throw new Error(problem?.detail ?? `The simulator answered ${response.status}.`)
}

function put(path, body) {
  const headers = { 'content-type': 'application/json' }
  return ask(path, { method: 'PUT', headers, body: JSON.stringify(body) })
}

function make(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties)
  made.append(...children)
  return made
}

function cell(label) {
  const made = make('td')
  made.dataset.label = label
  return made
}

function setText(node, text) {
  if (node.textContent !== text) node.textContent = text
}

function newRow(name, presets) {
  const options = presets.map((preset) =>
    make('option', { value: preset.name, textContent: inWords(preset.name) }),
  )
  const select = make('select', {}, ...options)
  select.setAttribute('aria-label', `Behaviour of ${name}`)
  const words = make('p', { className: 'words' })
  const row = {
    select,
    words,
    handOvers: cell('Hand-overs'),
    receipts: cell('Receipts'),
    answers: cell('Answers to receipts'),
    recalls: cell('Recalls'),
  }
  select.addEventListener('change', () => choose(name, select.value))
  const { handOvers, receipts, answers, recalls } = row
  const heading = make('th', { scope: 'row', textContent: name })
  const behaviour = make('td', {}, select, words)
  element('rows').append(make('tr', {}, heading, behaviour, handOvers, receipts, answers, recalls))
  rows.set(name, row)
  return row
}

async function choose(name, preset) {
  await change(`${name} is ${inWords(preset)} now.`, () =>
    put(`/profiles/${encodeURIComponent(name)}`, preset),
  )
}

async function change(sentence, send) {
  try {
    await send()
    element('told').textContent = sentence
    await refresh()
  } catch (error) {
    element('told').textContent = `Not changed: ${error.message}`
  }
}

/** "receiptDelayMs 0–50, recall ignored" */
function settingsText(differing) {
  const texts = Object.entries(differing).map(([name, value]) => {
    const shown = Array.isArray(value) ? value.join('–') : String(value ?? 'none')
    return `${name} ${shown}`
  })
  return texts.length === 0 ? '' : ` Differs: ${texts.join(', ')}.`
}

function list(...parts) {
  return parts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`)
}

function showCarrier({ name, preset, differing, counts }, presets) {
  const row = rows.get(name) ?? newRow(name, presets)
  // Whoever is choosing just now is not to be interrupted.
  if (document.activeElement !== row.select) row.select.value = preset
  const words = presets.find((each) => each.name === preset)?.words ?? ''
  setText(row.words, `${words}${settingsText(differing)}`)
  const { receipts } = counts
  const handOvers = list(
    [counts.accepted, 'taken'],
    [counts.rejected, 'refused'],
    [counts.networkErrors, 'broken off'],
    [counts.duplicates, 'copies'],
    [counts.unauthenticated, 'not authentic'],
    [counts.invalid, 'malformed'],
  )
  setText(row.handOvers, handOvers.join(', ') || 'none')
  const sent = list(
    [receipts.pending, 'waiting'],
    [receipts.sent, 'sent'],
    [receipts.retried, 'of them again'],
  )
  setText(row.receipts, sent.join(', ') || 'none')
  setText(row.recalls, counts.recalls === 0 ? 'none' : `${counts.recalled} of ${counts.recalls} stopped`)
  showAnswers(row.answers, receipts.answered)
}

function showAnswers(node, answered) {
  const chips = Object.entries(answered).map(([status, count]) => {
    const text = status === 'none' ? `no answer × ${count}` : `${status} × ${count}`
    return { text, className: status.startsWith('2') ? 'chip good' : 'chip' }
  })
  const signature = chips.map(({ text }) => text).join() || 'none'
  if (node.dataset.signature === signature) return
  node.dataset.signature = signature
  const made = chips.map(({ text, className }) => make('span', { className, textContent: text }))
  node.replaceChildren(...(made.length > 0 ? made : ['none']))
}

function showHandOvers(handOvers, waybillUrl) {
  element('none').hidden = handOvers.length > 0
  const lines = handOvers.map(({ at, provider, packetId, attempt, answer, duplicate }) => {
    const packet = waybillUrl
      ? make('a', { href: `${waybillUrl}/packets/${encodeURIComponent(packetId)}`, textContent: packetId })
      : packetId
    const [time, carrier, id, number, said] = ['Time', 'Carrier', 'Packet', 'Attempt', 'Answer'].map(cell)
    time.append(clock.format(new Date(at)))
    carrier.append(make('bdi', { textContent: provider }))
    id.className = 'id'
    id.append(packet)
    number.append(String(attempt))
    said.append(`${answer ?? 'connection broken'}${duplicate ? ', a copy' : ''}`)
    return make('tr', {}, time, carrier, id, number, said)
  })
  element('hand-overs').replaceChildren(...lines)
}

function showRouting({ errorChance, asked, broken }) {
  const input = element('error-chance')
  // A field that is being edited keeps what was typed.
  if (document.activeElement !== input) input.value = String(errorChance)
  const times = asked === 1 ? 'once' : `${asked} times`
  setText(element('routing'), asked === 0 ? 'Not asked yet.' : `Asked ${times}, ${broken} broken off.`)
}

let greetingAnswers = true

function showGreetings({ answers, asked }) {
  greetingAnswers = answers
  setText(element('greeting-switch'), `${answers ? 'Stop' : 'Start'} the greeting service`)
  const times = asked === 1 ? 'once' : `${asked} times`
  const state = answers ? 'It answers.' : 'It is stopped: every connection breaks.'
  setText(element('greeting-state'), `${state} ${asked === 0 ? 'Not asked yet.' : `Asked ${times}.`}`)
}

let shownHandOvers = ''

async function refresh() {
  const { providers, presets, routing, greetings, handOvers, waybillUrl, seed } = await ask('/overview')
  for (const each of providers) showCarrier(each, presets)
  showRouting(routing)
  showGreetings(greetings)
  const now = JSON.stringify(handOvers)
  if (now !== shownHandOvers) showHandOvers(handOvers, waybillUrl)
  shownHandOvers = now
  setText(element('seed'), seed)
  if (waybillUrl) Object.assign(element('waybill'), { href: `${waybillUrl}/packets`, hidden: false })
  heardAt = Date.now()
  setText(element('state'), 'Live')
}

async function keepUp() {
  if (!document.hidden) {
    await refresh().catch(() => {
      const since = heardAt === null ? '' : ` since ${clock.format(heardAt)} UTC`
      setText(element('state'), `The simulator does not answer${since}.`)
    })
  }
  setTimeout(keepUp, everyMs)
}

element('all-healthy').addEventListener('click', () =>
  change('All carriers are healthy now.', () => put('/profiles', 'healthy')),
)
element('error-chance').addEventListener('change', ({ target }) => {
  const errorChance = target.valueAsNumber
  change(`The routing service breaks ${errorChance} % of the connections now.`, () =>
    put('/routing', { errorChance }),
  )
})
element('greeting-switch').addEventListener('click', () => {
  const answers = !greetingAnswers
  change(`The greeting service ${answers ? 'answers' : 'is stopped'} now.`, () =>
    put('/greeting', { answers }),
  )
})
document.addEventListener('visibilitychange', () => document.hidden || refresh().catch(() => {}))
keepUp()
