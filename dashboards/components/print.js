// On paper: charts shrink to the width of the sheet, and the last line says address and day of printing.
(() => {
  const prepare = () => {
    document.querySelectorAll("svg.main-svg").forEach((layer) => {
      const { width, height } = layer.getBoundingClientRect();
      if (!width || !height) return;
      layer.setAttribute("viewBox", `0 0 ${width} ${height}`);
      layer.parentElement.style.setProperty("--forma", `${width} / ${height}`);
      layer.parentElement.style.setProperty("--larga", `${width}px`);
    });
    let line = document.querySelector("body > .stampa");
    if (!line) {
      line = document.createElement("p");
      line.className = "stampa";
      document.body.append(line);
    }
    const day = new Date().toLocaleDateString("it-IT", { day: "numeric", month: "long", year: "numeric" });
    line.textContent = `Osservatorio LEPS · ${decodeURIComponent(location.href)} · stampato il ${day}`;
  };
  const restore = () => {
    document.querySelectorAll("svg.main-svg[viewBox]").forEach((layer) => layer.removeAttribute("viewBox"));
  };
  if (window.leps_stampa) {
    window.removeEventListener("beforeprint", window.leps_stampa[0]);
    window.removeEventListener("afterprint", window.leps_stampa[1]);
  }
  window.leps_stampa = [prepare, restore];
  window.addEventListener("beforeprint", prepare);
  window.addEventListener("afterprint", restore);
})();
