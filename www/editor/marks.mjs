// "Thread B is here": a tinted line with a letter beside it. A mark is { line, label, kind }; `kind` (0 to 9, or a word)
// picks the colour --editor-mark-KIND and names the shadow part mark-KIND.
import { StateEffect, StateField, RangeSet } from "@codemirror/state";
import { Decoration, EditorView, GutterMarker, gutter } from "@codemirror/view";

/** Replaces all marks. */
export const setMarks = StateEffect.define();

class Letters extends GutterMarker {
  constructor(marks) {
    super();
    this.marks = marks;
  }

  eq(other) {
    return JSON.stringify(this.marks) === JSON.stringify(other.marks);
  }

  toDOM() {
    const box = document.createElement("span");
    for (const { label, kind } of this.marks) {
      const letter = box.appendChild(document.createElement("b"));
      letter.textContent = label;
      letter.className = className(kind);
      letter.part = `letter letter-${kind}`;
    }
    return box;
  }
}

const field = StateField.define({
  create: () => ({ lines: Decoration.none, letters: RangeSet.empty }),
  update(shown, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(setMarks)) return place(transaction.state.doc, effect.value);
    }
    if (!transaction.docChanged) return shown;
    return { lines: shown.lines.map(transaction.changes), letters: shown.letters.map(transaction.changes) };
  },
  provide: (self) => EditorView.decorations.from(self, ({ lines }) => lines),
});

function place(doc, marks) {
  const byLine = new Map();
  for (const mark of marks) {
    if (mark.line < 1 || mark.line > doc.lines) continue;
    byLine.set(mark.line, [...(byLine.get(mark.line) ?? []), mark]);
  }
  const rows = [...byLine].sort(([a], [b]) => a - b).map(([line, all]) => ({ at: doc.line(line).from, all }));
  return {
    lines: RangeSet.of(rows.map(({ at, all }) => tint(all[0]).range(at))),
    letters: RangeSet.of(rows.map(({ at, all }) => new Letters(all).range(at))),
  };
}

function tint({ kind }) {
  return Decoration.line({ class: `cm-marked ${className(kind)}`, attributes: { part: `mark mark-${kind}` } });
}

function className(kind) {
  return `mark-${kind}`;
}

/** Tinted lines and their gutter. */
export const markedLines = [field, gutter({ class: "cm-letters", markers: (view) => view.state.field(field).letters })];
