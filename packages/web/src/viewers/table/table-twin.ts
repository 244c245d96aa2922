// The table beside every plot: made when it is opened, so that a million points cost nothing before.
import { element } from '../element.ts';
import { mountTable } from './mount-table.ts';
import type { TableColumn } from './table-column.ts';

/** A closed box that shows `columns()` as a table whenever it is opened. */
export function tableTwin(label: string, columns: () => readonly TableColumn[]): HTMLElement {
  const room = element('div');
  const box = element('details', { class: 'stemma-twin' }, element('summary', {}, label), room);
  box.addEventListener('toggle', () => {
    room.replaceChildren();
    if (box.open) mountTable(room, columns(), { label });
  });
  return box;
}
