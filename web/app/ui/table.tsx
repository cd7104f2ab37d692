/** Rows of one kind. On a phone each row becomes a card of label and value. */
import { clsx } from 'clsx';
import type { ReactNode } from 'react';

export interface Column<Row> {
  readonly key: string;
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  /** Figures: to the end, in columns of equal digits. */
  readonly numeric?: boolean | undefined;
  /** Names the row: bold, and the heading of its card. */
  readonly main?: boolean | undefined;
  /** Its header is read out only, as over a column of buttons. */
  readonly headerHidden?: boolean | undefined;
}

interface TableProps<Row> {
  /** What the rows are, read out before them. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** Shown inside the table when there are no rows. */
  readonly empty?: ReactNode;
}

/** A real table for readers of screens at any width: cards keep the table's roles. */
export function DataTable<Row>({ caption, columns, rows, rowKey, empty }: TableProps<Row>) {
  return (
    <div className="md:overflow-x-auto md:rounded-card md:border md:border-line md:bg-surface">
      <table role="table" className="block w-full text-start md:table">
        <caption className="sr-only">{caption}</caption>
        <thead role="rowgroup" className="sr-only md:not-sr-only md:table-header-group">
          <tr role="row" className="md:border-line md:border-b md:bg-sunken">
            {columns.map((column) => (
              <th
                key={column.key}
                role="columnheader"
                scope="col"
                className={clsx(
                  'px-4 py-3 font-medium text-muted text-small',
                  column.numeric ? 'text-end' : 'text-start',
                )}
              >
                {column.headerHidden ? <span className="sr-only">{column.header}</span> : column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup" className="grid gap-3 md:table-row-group">
          {rows.map((row) => (
            <BodyRow key={rowKey(row)} row={row} columns={columns} />
          ))}
          {rows.length === 0 && empty && (
            <tr role="row" className="block md:table-row">
              <td role="cell" colSpan={columns.length} className="block p-4 md:table-cell">
                {empty}
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}

function BodyRow<Row>({ row, columns }: { row: Row; columns: readonly Column<Row>[] }) {
  return (
    <tr
      role="row"
      className="block rounded-card border border-line bg-surface p-4 md:table-row md:rounded-none md:border-0 md:border-b md:last:border-b-0"
    >
      {columns.map((column) => (
        <td
          key={column.key}
          role="cell"
          className={clsx(
            'flex items-baseline justify-between gap-4 py-1 md:table-cell md:px-4 md:py-3 md:align-middle',
            column.numeric && 'tabular md:text-end',
            column.main && 'pb-2 font-medium md:pb-3',
          )}
        >
          {!column.main && !column.headerHidden && (
            <span aria-hidden className="shrink-0 text-muted text-small md:hidden">
              {column.header}
            </span>
          )}
          <span className="min-w-0 md:contents">{column.cell(row)}</span>
        </td>
      ))}
    </tr>
  );
}
