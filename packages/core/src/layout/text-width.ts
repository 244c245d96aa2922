// How wide a text will be in a drawing, without a font at hand: the widths of DejaVu Sans, which is wider than Helvetica,
// Arial, Liberation Sans and the system fonts, so that a text never runs out of its box.

/** Widths in thousandths of the font size, for the characters from space to tilde. */
const widths = [
  318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636, 636, 636, 636, 636,
  636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863,
  748, 787, 603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635,
  615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636,
  337, 636, 838,
];
/** For all others: as wide as an em, which only the widest characters are. */
const otherWidth = 1000;

/** The width of a text in the unit of the font size, rather too wide than too narrow. */
export function textWidthPx(text: string, fontSize: number): number {
  let width = 0;
  for (const character of text) width += widths[character.codePointAt(0)! - 32] ?? otherWidth;
  return (width * fontSize) / 1000;
}

/** A text cut to a width, with an ellipsis where something is missing. */
export function cutText(text: string, width: number, fontSize: number): string {
  if (textWidthPx(text, fontSize) <= width) return text;
  let room = width - textWidthPx('…', fontSize);
  let taken = '';
  for (const character of text) {
    room -= textWidthPx(character, fontSize);
    if (room < 0) break;
    taken += character;
  }
  return `${taken.trimEnd()}…`;
}
