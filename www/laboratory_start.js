// Starts the laboratory in the page.
"use strict";
wasm_bindgen({ module_or_path: "./laboratory_bg.wasm" }).catch((error) => {
  document.querySelector(".laboratory-loading").textContent = `The laboratory could not start: ${error.message}`;
});
