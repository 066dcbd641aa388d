// <code-editor>: one script of a learner, edited with CodeMirror inside a shadow root. What stands inside the element
// (a <pre> with the same text) is what readers see until this module has loaded, and belongs to whoever drew it.
import { EditorView } from "@codemirror/view";
import { setDiagnostics } from "@codemirror/lint";
import { fromOutside, makeState, reconfigure } from "./setup.mjs";
import { setBreaks } from "./breakpoints.mjs";
import { setMarks } from "./marks.mjs";
import { toDiagnostic } from "./diagnostics.mjs";

const TEXTS = ["value", "label", "file"];
const LISTS = ["diagnostics", "marks", "breaks"];

class CodeEditor extends HTMLElement {
  static observedAttributes = [...TEXTS, ...LISTS, "readonly"];

  #view = null;
  #state = null; // kept while the element is out of the document, so that undo survives a move
  #settings = { value: "", label: "Script", file: "", readonly: false, diagnostics: [], marks: [], breaks: [] };
  #changed = new Set(); // names of settings that the view does not show yet
  #shownFile = null;

  constructor() {
    super();
    this.attachShadow({ mode: "open", delegatesFocus: true });
  }

  connectedCallback() {
    if (!this.hasAttribute("value") && this.textContent) this.#settings.value = this.textContent;
    this.#adoptEarlyProperties();
    if (!this.#state) {
      this.#state = makeState(this.#settings, this);
      this.#shownFile = this.#settings.file;
    }
    this.#view = new EditorView({ state: this.#state, root: this.shadowRoot, parent: this.shadowRoot });
    for (const name of CodeEditor.observedAttributes) this.#changed.add(name);
    this.#show();
  }

  disconnectedCallback() {
    this.#state = this.#view.state;
    this.#view.destroy();
    this.#view = null;
  }

  attributeChangedCallback(name, _old, text) {
    if (name === "readonly") this.#set(name, text !== null && text !== "false");
    else if (LISTS.includes(name)) this.#set(name, text ? JSON.parse(text) : []);
    else this.#set(name, text ?? "");
  }

  get value() {
    return this.#view && !this.#changed.has("value") ? this.#view.state.doc.toString() : this.#settings.value;
  }
  set value(text) { this.#set("value", String(text ?? "")); }

  get readonly() { return this.#settings.readonly; }
  set readonly(on) { this.#set("readonly", Boolean(on)); }

  get label() { return this.#settings.label; }
  set label(text) { this.#set("label", String(text ?? "")); }

  get file() { return this.#settings.file; }
  set file(name) { this.#set("file", String(name ?? "")); }

  get diagnostics() { return this.#settings.diagnostics; }
  set diagnostics(list) { this.#set("diagnostics", list ?? []); }

  get marks() { return this.#settings.marks; }
  set marks(list) { this.#set("marks", list ?? []); }

  get breaks() { return this.#settings.breaks; }
  set breaks(list) { this.#set("breaks", list ?? []); }

  focus() { this.#view?.focus(); }

  /** Brings line `number` (from 1) into the middle of the editor, without moving the focus. */
  scrollToLine(number) {
    if (!this.#view) return;
    this.#show();
    const { doc } = this.#view.state;
    const { from } = doc.line(Math.min(Math.max(1, number), doc.lines));
    this.#view.dispatch({ effects: EditorView.scrollIntoView(from, { y: "center" }) });
  }

  /** What was set before this class existed lies on the element itself and would hide the accessors. */
  #adoptEarlyProperties() {
    for (const name of CodeEditor.observedAttributes) {
      if (!Object.hasOwn(this, name)) continue;
      const early = this[name];
      delete this[name];
      this[name] = early;
    }
  }

  /** Settings that arrive together are shown together: a new file with its new text is one change. */
  #set(name, value) {
    this.#settings[name] = value;
    if (this.#changed.size === 0) queueMicrotask(() => this.#show());
    this.#changed.add(name);
  }

  #show() {
    const changed = this.#changed;
    if (!this.#view || changed.size === 0) return;
    this.#changed = new Set();
    const settings = this.#settings;
    const view = this.#view;
    if (!changed.has("value")) settings.value = view.state.doc.toString();
    if (changed.has("file") && settings.file !== this.#shownFile) {
      this.#shownFile = settings.file;
      view.setState(makeState(settings, this));
      for (const name of LISTS) changed.add(name);
    } else if (changed.has("value")) {
      const change = difference(view.state.doc.toString(), settings.value);
      if (change) view.dispatch({ changes: change, annotations: fromOutside.of(true) });
    }
    if (["readonly", "label", "diagnostics"].some((name) => changed.has(name))) view.dispatch({ effects: reconfigure(settings) });
    if (changed.has("marks")) view.dispatch({ effects: setMarks.of(settings.marks) });
    if (changed.has("breaks")) view.dispatch({ effects: setBreaks.of(settings.breaks) });
    if (changed.has("diagnostics")) {
      const shown = settings.diagnostics.map((one) => toDiagnostic(view.state.doc, one));
      view.dispatch(setDiagnostics(view.state, shown));
    }
  }
}

/** The one stretch in which two texts differ, so that the cursor and the marks outside it stay where they are. */
function difference(before, after) {
  if (before === after) return null;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let same = 0;
  while (same < shorter - start && before[before.length - 1 - same] === after[after.length - 1 - same]) same += 1;
  return { from: start, to: before.length - same, insert: after.slice(start, after.length - same) };
}

customElements.define("code-editor", CodeEditor);
