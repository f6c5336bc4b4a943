// What is measured when. What needs a small store comes before what fills it.
import type { Bench } from './bench'
import type { Step } from './figures'
import { measureFirstRow } from './first-row'
import { measureForgedFlood } from './forged-flood'
import { measureJavascript } from './javascript-size'
import { measureListRow } from './list-row'
import { compareReads, measureReads, type ReadTimes } from './reads'
import { measureReceiptCheck } from './receipt-check'
import { measureReceiptToBrowser } from './receipt-to-browser'
import { measureSubmit } from './submit-time'
import { measureThroughput } from './throughput'
import { measureViewers } from './viewers'

function readSteps(bench: Bench): [Step, Step] {
  let few: ReadTimes | null = null
  return [
    {
      figure: 'reads',
      title: 'Reading while the store is small',
      run: async () => {
        few = await measureReads(bench, 'few')
        return null
      },
    },
    {
      figure: 'reads',
      title: 'Reading when the store has grown',
      run: async () => {
        if (few === null) throw new Error('There is nothing to compare with.')
        return compareReads(few, await measureReads(bench, 'many'))
      },
    },
  ]
}

export function planOf(bench: Bench): Step[] {
  const [whileSmall, whenGrown] = readSteps(bench)
  return [
    whileSmall,
    {
      figure: 'firstRowMs',
      title: 'The first row of the list with nothing cached',
      run: () => measureFirstRow(bench),
    },
    { figure: 'javascriptKb', title: 'JavaScript sent for the list', run: () => measureJavascript(bench) },
    {
      figure: 'deliveriesPerSecond',
      title: 'Deliveries beside empty workflows',
      run: () => measureThroughput(bench),
    },
    { figure: 'submitMs', title: 'One packet on an idle system', run: () => measureSubmit(bench) },
    {
      figure: 'receiptToBrowserMs',
      title: 'From a receipt to the page of its packet',
      run: () => measureReceiptToBrowser(bench),
    },
    {
      figure: 'listRowMs',
      title: 'From a change to its row in the list',
      run: () => measureListRow(bench),
    },
    { figure: 'receiptCheckMs', title: 'Checking a receipt', run: () => measureReceiptCheck() },
    {
      figure: 'forgedFlood',
      title: 'Genuine receipts in a flood of forged ones',
      run: () => measureForgedFlood(bench),
    },
    { figure: 'viewers', title: '500 live views of 50 packets', run: () => measureViewers(bench) },
    whenGrown,
  ]
}
