// The table viewer on a page: only the rows in the window are elements, whatever the length of the table.
import { button, element } from '../element.ts';
import { saveFile } from '../save-file.ts';
import { contentHeightPx, firstRowAt, rowHeightPx, scrollOfRow } from './row-window.ts';
import { cellText, type TableColumn } from './table-column.ts';
import { TableModel } from './table-model.ts';

/** What a table viewer may be told. */
export interface TableOptions {
  readonly label?: string;
  /** Called with the number of the row (of the data) that the reader selects. */
  readonly onSelect?: (row: number) => void;
  /** Height of the window in pixels. */
  readonly heightPx?: number;
}

/** A mounted table. */
export interface TableHandle {
  readonly model: TableModel;
  /** Selects a row of the data and shows it. */
  select(row: number | undefined): void;
  /** Shows what the model holds now. */
  refresh(): void;
  /** The shown texts, row by row. */
  shownRows(): string[][];
  scrollTo(place: number): void;
  close(): void;
}

// oxlint-disable max-lines-per-function -- one closure over one window; its parts are the functions below
/** Mounts a table. @throws StemmaError `invalid_request` when columns differ in length. */
export function mountTable(
  host: HTMLElement,
  columns: readonly TableColumn[],
  options: TableOptions = {},
): TableHandle {
  const model = new TableModel(columns);
  const heightPx = options.heightPx ?? 260;
  const header = tableHeader(model, () => refresh());
  const { root, grid, view, content, body, status } = tableParts(model, options.label ?? 'Table', header.element, () => void copyCell()); // prettier-ignore
  let column = 0;
  view.style.height = `${heightPx}px`;
  host.append(root);

  const draw = () => drawRows(model, { view, content, body }, heightPx, column);
  const refresh = () => {
    grid.setAttribute('aria-rowcount', String(model.rows.length + 1));
    content.style.height = `${contentHeightPx(model.rows.length)}px`;
    header.show();
    status.textContent = model.rows.length === 0 && model.rowCount > 0 ? `No row passes the filters. ${model.summary()}` : model.summary(); // prettier-ignore
    draw();
  };
  const copyCell = async () => {
    if (model.selected === undefined) return;
    await navigator.clipboard.writeText(String(columns[column]!.values[model.selected]!));
    status.textContent = `Copied ${columns[column]!.name} of row ${model.selected + 1}.`;
  };
  const goTo = (place: number) => {
    const row = model.rows[place];
    if (row === undefined) return;
    model.selected = row;
    reveal(view, place, heightPx, model.rows.length);
    draw();
    options.onSelect?.(row);
  };
  view.addEventListener('scroll', draw);
  body.addEventListener('click', (event) => {
    const cell = (event.target as HTMLElement).closest<HTMLElement>('[data-place]');
    if (!cell) return;
    column = Number(cell.dataset['column'] ?? column);
    goTo(Number(cell.dataset['place']));
  });
  followKeys(grid, {
    place: () => (model.selected === undefined ? -1 : model.placeOf(model.selected)),
    count: () => model.rows.length,
    page: Math.floor(heightPx / rowHeightPx),
    column: () => column,
    columnCount: columns.length,
    copy: () => void copyCell(),
    goTo(place, nextColumn) {
      column = nextColumn;
      if (place === undefined) draw();
      else goTo(place);
    },
  });
  refresh();
  return {
    model,
    refresh,
    select(row) {
      model.selected = row;
      if (row !== undefined && model.placeOf(row) >= 0) reveal(view, model.placeOf(row), heightPx, model.rows.length);
      draw();
    },
    shownRows: () => [...body.children].map((row) => [...row.children].map((cell) => cell.textContent)),
    scrollTo(place) {
      view.scrollTop = scrollOfRow(place, heightPx, model.rows.length);
      draw();
    },
    close: () => root.remove(),
  };
}

interface KeyUse {
  place(): number;
  count(): number;
  readonly page: number;
  column(): number;
  readonly columnCount: number;
  copy(): void;
  goTo(place: number | undefined, column: number): void;
}

function followKeys(grid: HTMLElement, use: KeyUse): void {
  grid.addEventListener('keydown', (event) => {
    // Filters and buttons of the header have keys of their own.
    if ((event.target as Element).matches('input, button')) return;
    if ((event.ctrlKey || event.metaKey) && event.key === 'c') return use.copy();
    const place = placeAfterKey(event.key, use.place(), use.count(), use.page);
    const column = columnAfterKey(event.key, use.column(), use.columnCount);
    if (place === undefined && column === use.column()) return;
    event.preventDefault();
    use.goTo(place, column);
  });
}

function tableParts(model: TableModel, label: string, header: HTMLElement, copy: () => void) {
  const columnCount = String(model.columns.length);
  const body = element('div', { class: 'stemma-rows', role: 'presentation' });
  const content = element('div', { class: 'stemma-content', role: 'presentation' }, body);
  const view = element('div', { class: 'stemma-window', role: 'rowgroup', tabindex: '0' }, content);
  const status = element('p', { class: 'stemma-summary', role: 'status' });
  const grid = element('div', { class: 'stemma-grid', role: 'grid', 'aria-label': label, 'aria-colcount': columnCount, tabindex: '0' }, header, view); // prettier-ignore
  const save = () => saveFile('table.csv', model.csv(), 'text/csv');
  const tools = element('div', { class: 'stemma-tools' }, button('CSV', save, 'Save the shown rows'), button('Copy cell', copy, 'Copy the cell under the cursor (Ctrl-C)')); // prettier-ignore
  const root = element('section', { class: 'stemma-viewer stemma-table', 'aria-label': label }, tools, grid, status);
  root.style.setProperty('--stemma-columns', columnCount);
  return { root, grid, view, content, body, status };
}

function placeAfterKey(key: string, place: number, count: number, page: number): number | undefined {
  const next = { ArrowDown: place + 1, ArrowUp: place - 1, PageDown: place + page, PageUp: place - page, Home: 0, End: count - 1 }[key]; // prettier-ignore
  return next === undefined ? undefined : Math.min(count - 1, Math.max(0, next));
}

function columnAfterKey(key: string, column: number, count: number): number {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[key] ?? 0;
  return Math.min(count - 1, Math.max(0, column + step));
}

function reveal(view: HTMLElement, place: number, heightPx: number, rowCount: number): void {
  const first = firstRowAt(view.scrollTop, heightPx, rowCount);
  const shown = heightPx / rowHeightPx;
  if (place < first) view.scrollTop = scrollOfRow(place, heightPx, rowCount);
  else if (place + 1 > first + shown) view.scrollTop = scrollOfRow(place + 1 - shown, heightPx, rowCount);
}

function drawRows(
  model: TableModel,
  { view, content, body }: Record<'view' | 'content' | 'body', HTMLElement>,
  heightPx: number,
  column: number,
): void {
  const { rows, columns } = model;
  const top = firstRowAt(view.scrollTop, heightPx, rows.length);
  const first = Math.floor(top);
  const last = Math.min(rows.length, first + Math.ceil(heightPx / rowHeightPx) + 1);
  const lines: HTMLElement[] = [];
  for (let place = first; place < last; place++) {
    const row = rows[place]!;
    const cells = columns.map(({ values }, c) => {
      const text = cellText(values[row]!);
      const cell = element('div', { role: 'gridcell', class: typeof values[row] === 'number' ? 'stemma-cell stemma-figure' : 'stemma-cell', 'data-place': `${place}`, 'data-column': `${c}`, title: text }, text); // prettier-ignore
      if (row === model.selected && c === column) cell.classList.add('stemma-current');
      return cell;
    });
    lines.push(element('div', { role: 'row', class: 'stemma-row', 'aria-rowindex': `${place + 2}`, 'aria-selected': `${row === model.selected}` }, ...cells)); // prettier-ignore
  }
  body.replaceChildren(...lines);
  body.style.transform = `translateY(${Math.min(view.scrollTop, content.clientHeight) - (top - first) * rowHeightPx}px)`;
}

function tableHeader(model: TableModel, changed: () => void) {
  const cells = model.columns.map(({ name, unit, description }, i) => {
    const sort = button(unit ? `${name} [${unit}]` : name, () => act(i), description ?? `Sort by ${name}`);
    const filter = element('input', { type: 'text', 'aria-label': `Filter ${name}`, placeholder: 'filter', title: 'text, > 5, 1..2', class: 'stemma-filter' }); // prettier-ignore
    filter.addEventListener('input', () => {
      model.filter(i, filter.value);
      changed();
    });
    return element('div', { role: 'columnheader', class: 'stemma-cell' }, sort, filter);
  });
  const act = (column: number) => {
    model.toggleSort(column);
    changed();
  };
  const row = element('div', { role: 'row', class: 'stemma-row stemma-head', 'aria-rowindex': '1' }, ...cells);
  return {
    element: element('div', { role: 'rowgroup' }, row),
    show() {
      cells.forEach((cell, i) => {
        const { sort } = model;
        const order = sort?.column !== i ? 'none' : sort.isDescending ? 'descending' : 'ascending';
        cell.setAttribute('aria-sort', order);
      });
    },
  };
}
