// What the editor is made of. Tab is not bound, so the keyboard can always leave; indenting is Enter, Ctrl+] and Ctrl+[.
import { Annotation, Compartment, EditorState, Prec } from "@codemirror/state";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, lintKeymap } from "@codemirror/lint";
import { breakpoints } from "./breakpoints.mjs";
import { markedLines } from "./marks.mjs";
import { python } from "./python.mjs";
import { highlighting, theme } from "./theme.mjs";

/** Marks a change that the page made: it is no edit of the learner's. */
export const fromOutside = Annotation.define();

const adjustable = new Compartment();

/** The state for `settings.value`, with an empty history. `element` is told of edits and of the wish to run. */
export function makeState(settings, element) {
  const tell = (type, detail) =>
    element.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  const run = (view) => {
    tell("run", { value: view.state.doc.toString() });
    return true;
  };
  return EditorState.create({
    doc: settings.value,
    extensions: [
      Prec.highest(keymap.of(["Shift-Enter", "Ctrl-Enter", "Mod-Enter"].map((key) => ({ key, run })))),
      keymap.of([...defaultKeymap, ...historyKeymap, ...lintKeymap]),
      breakpoints((line) => tell("break", { line })),
      markedLines,
      lintGutter(),
      lineNumbers(),
      history(),
      bracketMatching(),
      indentUnit.of("    "),
      EditorState.tabSize.of(4),
      python,
      syntaxHighlighting(highlighting),
      theme,
      adjustable.of(adjusted(settings)),
      EditorView.updateListener.of((update) => {
        if (!update.docChanged || update.transactions.some((each) => each.annotation(fromOutside))) return;
        tell("edit", { value: update.state.doc.toString() });
      }),
    ],
  });
}

/** The effect that brings a changed label, read-only mode or list of mistakes into a state. */
export function reconfigure(settings) {
  return adjustable.reconfigure(adjusted(settings));
}

/** A read-only script keeps its caret: it can be read and copied with the keyboard alone. */
function adjusted({ label, readonly, diagnostics }) {
  const attributes = { "aria-label": label, tabindex: "0" };
  if (readonly) Object.assign(attributes, { inputmode: "none", "aria-readonly": "true" });
  // The page's own list of mistakes lies outside the shadow root, where no id leads: so the words themselves.
  const said = diagnostics.map(({ line, message }) => `Line ${line}: ${message}`).join(" ");
  if (said) Object.assign(attributes, { "aria-invalid": "true", "aria-description": said });
  return [EditorState.readOnly.of(readonly), EditorView.contentAttributes.of(attributes)];
}
