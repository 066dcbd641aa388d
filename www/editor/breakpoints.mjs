// Breakpoints: a gutter of dots. A click beside a line, or F9 on it, asks the page to set or remove one; the page's list
// of line numbers is what is shown.
import { RangeSet, StateEffect, StateField } from "@codemirror/state";
import { GutterMarker, gutter, keymap } from "@codemirror/view";

/** Replaces all breakpoints: line numbers, from 1. */
export const setBreaks = StateEffect.define();

class Dot extends GutterMarker {
  toDOM() {
    const dot = document.createElement("b");
    dot.textContent = "●";
    dot.title = "Breakpoint";
    return dot;
  }
}

const dot = new Dot();

class Room extends GutterMarker {
  toDOM() {
    const room = document.createElement("b");
    room.textContent = "○";
    return room;
  }
}

const field = StateField.define({
  create: () => ({ lines: [], dots: RangeSet.empty }),
  update(shown, transaction) {
    const told = transaction.effects.find((effect) => effect.is(setBreaks));
    if (!told && !transaction.docChanged) return shown;
    const lines = told ? told.value : shown.lines;
    const { doc } = transaction.state;
    const there = [...new Set(lines)].filter((line) => line >= 1 && line <= doc.lines).sort((a, b) => a - b);
    return { lines, dots: RangeSet.of(there.map((line) => dot.range(doc.line(line).from))) };
  },
});

/** The gutter and its key; `tell` hears of the line that is meant. */
export function breakpoints(tell) {
  return [
    field,
    gutter({
      class: "cm-breaks",
      markers: (view) => view.state.field(field).dots,
      initialSpacer: () => new Room(),
      domEventHandlers: {
        mousedown(view, block) {
          tell(view.state.doc.lineAt(block.from).number);
          return true;
        },
      },
    }),
    keymap.of([
      {
        key: "F9",
        run(view) {
          tell(view.state.doc.lineAt(view.state.selection.main.head).number);
          return true;
        },
      },
    ]),
  ];
}
