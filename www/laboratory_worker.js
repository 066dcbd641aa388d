// The laboratory's worker: the same WebAssembly as in the page, which finds no window here. What comes before it is there
// waits for it.
"use strict";
importScripts("./laboratory.js");
const early = [];
self.onmessage = (event) => early.push(event);
wasm_bindgen({ module_or_path: "./laboratory_bg.wasm" }).then(() => early.forEach((event) => self.onmessage(event)));
