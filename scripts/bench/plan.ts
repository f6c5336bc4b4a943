// What is measured when. What needs a small store comes before what fills it.
import type { Bench } from './bench'
import type { Step } from './figures'
import { measureFirstRow } from './first-row'
import { measureForgedFlood } from './forged-flood'
import { measureJavascript } from './javascript-size'
import { compareLists, type ListTimes, measureList } from './list-page'
import { measureListRow } from './list-row'
import { measureReceiptCheck } from './receipt-check'
import { measureReceiptToBrowser } from './receipt-to-browser'
import { measureSubmit } from './submit-time'
import { measureThroughput } from './throughput'
import { measureViewers } from './viewers'

function listSteps(bench: Bench): [Step, Step] {
  let few: ListTimes | null = null
  return [
    {
      figure: 'list',
      title: 'The first page of the list, while the store is small',
      run: async () => {
        few = await measureList(bench, 'few')
        return null
      },
    },
    {
      figure: 'list',
      title: 'The first page of the list, when the store has grown',
      run: async () => {
        if (few === null) throw new Error('There is nothing to compare with.')
        return compareLists(few, await measureList(bench, 'many'))
      },
    },
  ]
}

export function planOf(bench: Bench): Step[] {
  const [smallList, grownList] = listSteps(bench)
  return [
    smallList,
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
    grownList,
  ]
}
