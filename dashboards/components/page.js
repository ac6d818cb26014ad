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
  };
  const dress = () => {
    if (document.documentElement.lang !== "it") document.documentElement.lang = "it";
    document.querySelectorAll("[aria-label]").forEach((node) => {
      const italian = names[node.getAttribute("aria-label")];
      if (italian) node.setAttribute("aria-label", italian);
    });
    document.querySelectorAll('[class*="st-key-voce"] a').forEach((link) => {
      const here = link.closest('[class*="st-key-voce_attuale"]') !== null;
      if (here !== link.hasAttribute("aria-current")) {
        if (here) link.setAttribute("aria-current", "page");
        else link.removeAttribute("aria-current");
      }
    });
    const menu = document.querySelector(".st-key-navigazione");
    if (menu && menu.getAttribute("role") !== "navigation") {
      menu.setAttribute("role", "navigation");
      menu.setAttribute("aria-label", "Pagine");
    }
    document.querySelectorAll('input[placeholder="Choose an option"]').forEach((input) => {
      input.setAttribute("placeholder", "Scegli");
    });
    const skip = document.querySelector('[data-testid="stSkipToContent"]');
    if (skip && skip.textContent !== "Vai al contenuto") skip.textContent = "Vai al contenuto";
  };
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
