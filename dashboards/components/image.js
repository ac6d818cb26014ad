// The figure on the screen as one file, SVG or PNG: title, sentence, legend, chart, source and reference date.
// Everything is made here, in the browser; the only thing fetched is the page's own typeface.
(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const INK = "#17324D", SECONDARY = "#455A6F", RULE = "#D9DADB", WARNING = "#6B4A00";
  const FAMILY = '"Titillium Web", "Segoe UI", Arial, sans-serif';
  const EDGE = 24, SCALE = 2, NARROWEST = 520;
  const TYPE = [400, 600, 700].map((weight) => [weight, `titillium-web-latin-${weight}-normal.woff2`]);

  const make = (name, attributes, words) => {
    const node = document.createElementNS(SVG, name);
    Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
    if (words !== undefined) node.textContent = words;
    return node;
  };
  const ruler = document.createElement("canvas").getContext("2d");
  const width = (words, size, weight) => {
    ruler.font = `${weight} ${size}px ${FAMILY}`;
    return ruler.measureText(words).width;
  };
  const folded = (words, size, weight, room) => {
    const lines = [];
    let line = "";
    words.trim().split(/[ \n\t]+/).forEach((word) => {
      const longer = line ? `${line} ${word}` : word;
      if (line && width(longer, size, weight) > room) { lines.push(line); line = word; } else line = longer;
    });
    return line ? [...lines, line] : lines;
  };
  // Writes a paragraph and gives the height where the next thing starts.
  const write = (into, words, top, room, { size, weight = 400, colour = INK }) => {
    folded(words, size, weight, room).forEach((line) => {
      top += size * 1.35;
      into.append(make("text", { x: EDGE, y: top, "font-size": size, "font-weight": weight, fill: colour }, line));
    });
    return top;
  };
  // The legend is HTML on the page: colour and words of each entry, drawn again.
  const legend = (into, figure, top, room) => {
    const entries = [...figure.querySelectorAll(".legenda li")];
    if (!entries.length) return top;
    let x = EDGE;
    top += 18;
    entries.forEach((entry) => {
      const words = entry.textContent.trim();
      const long = 22 + width(words, 12.5, 400) + 18;
      if (x > EDGE && x + long > room + EDGE) { x = EDGE; top += 20; }
      const mark = entry.querySelector("i");
      if (mark) {
        const look = getComputedStyle(mark);
        into.append(make("rect", { x, y: top - 11, width: 16, height: 12, fill: look.backgroundColor, stroke: "#9AA5B1" }));
      }
      into.append(make("text", { x: x + (mark ? 22 : 0), y: top, "font-size": 12.5, fill: SECONDARY }, words));
      x += long;
    });
    return top + 8;
  };
  const typeface = async () => {
    const base = new URL("app/static/fonts/", document.baseURI).href;
    const faces = await Promise.all(TYPE.map(async ([weight, file]) => {
      const answer = await fetch(base + file);
      if (!answer.ok) return "";
      const bytes = new Uint8Array(await answer.arrayBuffer());
      let text = "";
      bytes.forEach((byte) => { text += String.fromCharCode(byte); });
      return `@font-face{font-family:"Titillium Web";font-weight:${weight};` +
        `src:url(data:font/woff2;base64,${btoa(text)}) format("woff2")}`;
    }));
    return faces.join("");
  };
  // A plot is several SVG one over the other: a copy of each, in one group.
  const plots = (figure) => [...figure.querySelectorAll(".js-plotly-plot")].map((chart) => {
    const group = make("g", {});
    const layers = [...chart.querySelectorAll("svg.main-svg")];
    layers.forEach((layer) => {
      const copy = layer.cloneNode(true);
      copy.querySelectorAll(".hoverlayer, .draglayer, .zoomlayer").forEach((node) => node.remove());
      copy.removeAttribute("style");
      group.append(copy);
    });
    const { width: wide, height } = layers[0].getBoundingClientRect();
    return { group, width: wide, height };
  });
  // What a figure shows: its plots, or the tables that stand for one (drawn.js).
  const shown = (figure) => {
    const found = plots(figure);
    return found.length ? found : window.leps_disegna(figure, make);
  };

  const compose = async (figure, note, warning) => {
    const parts = shown(figure);
    const wide = Math.max(NARROWEST, ...parts.map((part) => part.width)) + 2 * EDGE;
    const room = wide - 2 * EDGE;
    const text = (selector) => figure.querySelector(selector)?.innerText.trim() ?? "";
    const title = text(".titolo"), sentence = text(".frase");
    const source = text('[class*="st-key-piede_"] .fonte');
    const image = make("svg", { xmlns: SVG, "font-family": FAMILY.replaceAll('"', "'") });
    image.append(make("title", {}, title), make("desc", {}, [warning, sentence, source, note].filter(Boolean).join(" ")));
    image.append(make("style", {}, await typeface()));
    const page = make("rect", { x: 0, y: 0, fill: "#FFFFFF" });
    image.append(page);
    let top = EDGE - 8;
    if (warning) top = write(image, warning, top, room, { size: 13, weight: 700, colour: WARNING }) + 4;
    if (title) top = write(image, title, top, room, { size: 18.5, weight: 700 });
    if (sentence) top = write(image, sentence, top + 3, room, { size: 14, colour: SECONDARY });
    top = legend(image, figure, top + 6, room);
    parts.forEach((part) => {
      part.group.setAttribute("transform", `translate(${EDGE + (room - part.width) / 2} ${top + 8})`);
      image.append(part.group);
      top += part.height + 8;
    });
    top += 12;
    image.append(make("path", { d: `M${EDGE} ${top}H${wide - EDGE}`, stroke: RULE, fill: "none" }));
    top += 4;
    [source, note].filter(Boolean).forEach((words) => {
      top = write(image, words, top, room, { size: 12, colour: SECONDARY });
    });
    const high = Math.ceil(top + EDGE - 4);
    const size = { width: Math.ceil(wide), height: high };
    Object.entries(size).forEach(([key, value]) => { image.setAttribute(key, value); page.setAttribute(key, value); });
    image.setAttribute("viewBox", `0 0 ${size.width} ${size.height}`);
    return { markup: new XMLSerializer().serializeToString(image), ...size };
  };
  const painted = ({ markup, width: wide, height: high }) => new Promise((done, failed) => {
    const picture = new Image();
    picture.onload = () => {
      const canvas = document.createElement("canvas");
      canvas.width = wide * SCALE;
      canvas.height = high * SCALE;
      const brush = canvas.getContext("2d");
      brush.scale(SCALE, SCALE);
      brush.drawImage(picture, 0, 0, wide, high);
      canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("immagine vuota"))), "image/png");
    };
    picture.onerror = () => failed(new Error("immagine non disegnata"));
    picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(markup)}`;
  });
  const save = (blob, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  };
  const asked = async (event) => {
    const button = event.target.closest?.("button.immagine");
    if (!button) return;
    const { figura, formato, nome, riferimento, avvertenza } = button.dataset;
    const figure = document.querySelector(`.st-key-figura_${CSS.escape(figura)}`);
    if (!figure) return;
    const said = button.textContent;
    try {
      button.disabled = true;
      const image = await compose(figure, riferimento, avvertenza);
      save(formato === "png" ? await painted(image)
        : new Blob(['<?xml version="1.0" encoding="UTF-8"?>\n', image.markup], { type: "image/svg+xml" }), nome);
    } catch (error) {
      console.error(error);
      button.textContent = "L'immagine non si è fatta: riprova";
      setTimeout(() => { button.textContent = said; }, 4000);
    } finally {
      button.disabled = false;
    }
  };
  if (window.leps_immagine) document.removeEventListener("click", window.leps_immagine);
  window.leps_immagine = asked;
  document.addEventListener("click", asked);
})();
