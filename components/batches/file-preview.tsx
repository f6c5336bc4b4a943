import { counted } from '@/components/ui/format'
import { ScrollBox } from '@/components/ui/scroll-text'
import type { BatchPreview } from '@/lib/contract/batch'
import { rowFields } from '@/lib/contract/batch-terms'
import { FaultTable } from './fault-table'

interface FilePreviewProps {
  preview: BatchPreview | undefined
  error: Error | null
  /** The chosen field of each column; an empty string for a column that is not used. */
  columns: Record<string, string>
  onColumns: (columns: Record<string, string>) => void
  disabled: boolean
}

const shownRows = 5
const shownFaults = 8

/** The first rows of a file as packets, and its faults. */
export function FilePreview({ preview, error, columns, onColumns, disabled }: FilePreviewProps) {
  return (
    <div className="grid gap-4">
      {error !== null && (
        <p role="alert" className="text-bad text-pretty">
          {error.message}
        </p>
      )}
      {preview === undefined && error === null && (
        <p role="status" className="text-soft">
          Reading the first rows
        </p>
      )}
      {preview && preview.columns.length > 0 && (
        <ColumnChoices preview={preview} columns={columns} onColumns={onColumns} disabled={disabled} />
      )}
      {preview && error === null && <FirstRows preview={preview} />}
    </div>
  )
}

type ColumnChoicesProps = Pick<FilePreviewProps, 'columns' | 'onColumns' | 'disabled'> & {
  preview: BatchPreview
}

function ColumnChoices({ preview, columns, onColumns, disabled }: ColumnChoicesProps) {
  return (
    <fieldset disabled={disabled} className="min-w-0">
      <legend className="mb-1.5">Columns</legend>
      <ul className="grid gap-2 sm:grid-cols-2">
        {preview.columns.map(({ name, field }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have the same name, and columns never move
          <li key={index}>
            <div className="flex items-center gap-2">
              <bdi className="min-w-0 flex-1 truncate text-soft" title={name}>
                {name === '' ? `Column ${index + 1}` : name}
              </bdi>
              <select
                aria-label={`Column ${name}`}
                value={columns[name] ?? field ?? ''}
                onChange={(event) => onColumns({ ...columns, [name]: event.target.value })}
                className="h-8 w-40 rounded-md border border-edge bg-panel px-2"
              >
                <option value="">Not used</option>
                {rowFields.map((each) => (
                  <option key={each} value={each}>
                    {each}
                  </option>
                ))}
              </select>
            </div>
          </li>
        ))}
      </ul>
    </fieldset>
  )
}

function FirstRows({ preview }: { preview: BatchPreview }) {
  const { rows, rowCount, faults, trouble } = preview
  const fields = rowFields.filter((field) => rows.some(({ values }) => values[field] !== undefined))
  const badRows = new Set(faults.map(({ line }) => line)).size
  return (
    <div className="grid gap-3">
      {rowCount + badRows > 0 && (
        <p role="status">
          {counted(rowCount, 'row is', 'rows are')} good among the first rows
          {badRows > 0 && <span className="text-bad">, {counted(badRows, 'is', 'are')} at fault</span>}.
        </p>
      )}
      {rows.length > 0 && (
        <ScrollBox label="First rows">
          <table className="min-w-full text-left text-xs">
            <thead className="text-soft">
              <tr>
                <th scope="col" className="py-1 pr-4 font-normal">
                  Line
                </th>
                {fields.map((field) => (
                  <th key={field} scope="col" className="py-1 pr-4 font-normal">
                    {field}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.slice(0, shownRows).map(({ line, values }) => (
                <tr key={line} className="border-t border-line">
                  <td className="py-1 pr-4 text-soft">{line}</td>
                  {fields.map((field) => (
                    <td key={field} className="max-w-52 truncate py-1 pr-4" title={values[field]}>
                      <bdi>{values[field]}</bdi>
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      )}
      {trouble !== null && (
        <p role="alert" className="text-bad">
          {trouble}
        </p>
      )}
      {faults.length > 0 && <FaultTable faults={faults.slice(0, shownFaults)} />}
      {faults.length > shownFaults && (
        <p className="text-soft">And {counted(faults.length - shownFaults, 'more fault', 'more faults')}.</p>
      )}
    </div>
  )
}
