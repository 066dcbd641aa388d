// A lesson on an opened page, in a learner's words.

export class Lesson {
  constructor(opened) {
    this.opened = opened;
    this.page = opened.page;
  }

  runButton() {
    return this.page.locator(".lab-run").getByRole("button", { name: /^Run/ });
  }

  /** Stores a prediction: the option's number from 0, and how sure. */
  async predict(option, confidence) {
    const form = this.page.locator(".predict").first();
    await form.getByRole("radio").nth(option).check();
    await form.getByLabel(confidence).check();
    await form.getByRole("button", { name: "Store my prediction" }).click();
  }

  /** Runs the programs and waits for the end of the run. */
  async run() {
    await this.runButton().click();
    await this.runButton().waitFor();
    await this.page.locator(".stepper").waitFor();
  }

  async at() {
    return Number(await this.page.locator(".scrubber input").inputValue());
  }

  async steps() {
    return Number(await this.page.locator(".scrubber input").getAttribute("max"));
  }

  /** Goes to a step, by the slider. */
  async go(step) {
    await this.page.locator(".scrubber input").fill(String(step));
  }

  /** Everything that is drawn, as text: two moments are the same if this is. */
  async picture() {
    return this.page.locator(".panels").evaluate((panels) => {
      const tell = (node) => {
        if (node.nodeType === Node.TEXT_NODE) return [node.data];
        const names = node.getAttributeNames().filter((name) => name !== "tabindex").sort();
        const attributes = names.map((name) => `${name}=${node.getAttribute(name)}`);
        return [`${node.tagName} ${attributes.join(" ")}`, ...[...node.childNodes].flatMap(tell)];
      };
      return tell(panels).join("\n");
    });
  }

  /** Opens a view, if it is not open. */
  async view(title) {
    const button = this.page.locator(".views").getByRole("button", { name: title });
    if ((await button.getAttribute("aria-pressed")) !== "true") await button.click();
  }

  cell(file) {
    return this.page.locator(".cell").filter({ has: this.page.locator(".cell-facts code", { hasText: new RegExp(`^${file}$`) }) });
  }

  editor(file) {
    return this.cell(file).locator("code-editor .cm-content");
  }

  /** The text of a script. */
  async source(file) {
    return this.cell(file).locator("code-editor").evaluate((editor) => editor.value);
  }

  /** Writes a whole script, as a learner who pastes. */
  async write(file, text) {
    await this.editor(file).click();
    await this.page.keyboard.press("Control+A");
    // Over a selection, Chromium itself writes inline styles, which the page's policy refuses with a word in the console.
    await this.page.keyboard.press("Backspace");
    await this.page.keyboard.insertText(text);
  }

  /** Changes a part of a script. */
  async replace(file, from, to) {
    const source = await this.source(file);
    if (!source.includes(from)) throw new Error(`${file} does not say ${from}:\n${source}`);
    await this.write(file, source.replace(from, to));
  }

  /** What a script has printed by now. */
  async output(file) {
    const printed = this.cell(file).locator(".output pre");
    return (await printed.count()) === 0 ? "" : printed.innerText();
  }

  /** Steps to the first moment at which a script has printed this. */
  async untilPrinted(file, pattern) {
    let [low, high] = [0, await this.steps()];
    await this.go(high);
    if (!pattern.test(await this.output(file))) throw new Error(`${file} never prints ${pattern}:\n${await this.output(file)}`);
    while (low < high) {
      const middle = (low + high) >> 1;
      await this.go(middle);
      if (pattern.test(await this.output(file))) high = middle;
      else low = middle + 1;
    }
    await this.go(high);
  }

  table(caption) {
    return this.page.locator(".panel-tables table").filter({ has: this.page.locator("caption", { hasText: caption }) });
  }

  row(caption, text) {
    return this.table(caption).locator("tbody tr", { hasText: text });
  }

  /** The rows of a table, by its caption, as lists of texts. */
  async rows(caption) {
    return this.table(caption).locator("tbody tr").evaluateAll((rows) =>
      rows.map((row) => [...row.cells].map((cell) => cell.innerText.trim())));
  }

  close() {
    return this.opened.close();
  }
}
