// What Streamlit does not let Python set: the language of the page, Italian names for its own buttons,
// and which voice of the menu is the current page. Nothing is fetched.
(() => {
  const names = {
    "Collapse sidebar": "Chiudi il menu",
    "Expand sidebar": "Apri il menu",
    "Sidebar": "Menu delle pagine",
    "Open": "Apri l'elenco",
    "Clear value": "Cancella la scelta",
    "Suggestions": "Voci dell'elenco",
    "Close": "Chiudi",
    "Selected values": "Scelte fatte",
  };
  const sentences = {
    "Page not found": "Pagina non trovata",
    "The page that you have requested does not seem to exist. Running the app's main page.":
      "L'indirizzo chiesto non esiste: è aperta la pagina Contesto.",
    "Close": "Chiudi",
    "No results": "Nessun risultato",
  };
  const translate = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const italian = sentences[node.data.trim()];
      if (italian) node.data = italian;
    }
  };
  // A table wider than its frame says so, and where its end is in sight.
  const set = (node, name, on) => { if (node.classList.contains(name) !== on) node.classList.toggle(name, on); };
  const measure = (node) => {
    const wider = node.scrollWidth > node.clientWidth + 1;
    set(node, "trabocca", wider);
    set(node, "alla-fine", wider && node.scrollLeft + node.clientWidth >= node.scrollWidth - 2);
    if (node.dataset.misurata) return;
    node.dataset.misurata = "1";
    node.addEventListener("scroll", () => measure(node), { passive: true });
    new ResizeObserver(() => measure(node)).observe(node);
  };
  const dress = () => {
    if (document.documentElement.lang !== "it") document.documentElement.lang = "it";
    document.querySelectorAll("[aria-label]").forEach((node) => {
      const italian = names[node.getAttribute("aria-label")];
      if (italian) node.setAttribute("aria-label", italian);
      const removed = node.getAttribute("aria-label").match(/^Remove (.+)$/);
      if (removed) node.setAttribute("aria-label", `Togli ${removed[1]}`);
    });
    document.querySelectorAll('[class*="st-key-voce"] a, [class*="st-key-vista"] a').forEach((link) => {
      const here = link.closest('[class*="st-key-voce_attuale"], [class*="st-key-vista_attuale"]') !== null;
      if (here !== link.hasAttribute("aria-current")) {
        if (here) link.setAttribute("aria-current", "page");
        else link.removeAttribute("aria-current");
      }
    });
    document.querySelectorAll(".tabella").forEach(measure);
    // A chart that scrolls inside its frame is reached by keyboard too.
    document.querySelectorAll(".st-key-grafico_flussi:not([tabindex])").forEach((frame) => {
      frame.tabIndex = 0;
      frame.setAttribute("role", "region");
      frame.setAttribute("aria-label", "Diagramma dei flussi");
    });
    Object.entries({ ".st-key-navigazione": "Pagine", ".st-key-viste": "Viste della pagina" }).forEach(([row, name]) => {
      const menu = document.querySelector(row);
      if (!menu || menu.getAttribute("role") === "navigation") return;
      menu.setAttribute("role", "navigation");
      menu.setAttribute("aria-label", name);
    });
    document.querySelectorAll('input[placeholder="Choose an option"]').forEach((input) => {
      input.setAttribute("placeholder", "Scegli");
    });
    document.querySelectorAll('[role="dialog"], [role="listbox"]').forEach(translate);
    const skip = document.querySelector('[data-testid="stSkipToContent"]');
    if (skip && skip.textContent !== "Vai al contenuto") skip.textContent = "Vai al contenuto";
  };
  // On a phone the menu covers the page: choosing a voice closes it.
  if (window.leps_scelta) document.removeEventListener("click", window.leps_scelta);
  window.leps_scelta = (event) => {
    if (window.innerWidth > 768 || !event.target.closest('[data-testid="stSidebar"] a')) return;
    setTimeout(() => document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click(), 60);
  };
  document.addEventListener("click", window.leps_scelta);
  if (window.leps_vestito) window.leps_vestito.disconnect();
  let waiting = false;
  window.leps_vestito = new MutationObserver(() => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; dress(); });
  });
  window.leps_vestito.observe(document.body, { childList: true, subtree: true, attributes: true,
    attributeFilter: ["aria-label", "class", "placeholder"] });
  dress();
})();
