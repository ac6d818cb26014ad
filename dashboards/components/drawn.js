// A table or a list that stands for a chart, drawn again as SVG: boxes, borders, words and small images where the
// browser put them. image.js asks for it; nothing is fetched.
(() => {
  const NOTHING = ["transparent", "rgba(0, 0, 0, 0)"];
  const BLOCKS = ".tabella table, .multipli";
  const ruler = document.createElement("canvas").getContext("2d");

  // Where the line of writing is, inside the box of a piece of text.
  const rise = (look) => {
    ruler.font = `${look.fontWeight} ${look.fontSize} ${look.fontFamily}`;
    const { fontBoundingBoxAscent: up, fontBoundingBoxDescent: down } = ruler.measureText("x");
    return up / (up + down);
  };
  // The words of a text node, line by line as they are folded on the screen.
  const lines = (node) => {
    const found = [];
    const range = document.createRange();
    for (const word of node.data.matchAll(/[^ \n\t–-]+[–-]?|[–-]/g)) {
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const [box] = range.getClientRects();
      if (!box) continue;
      const last = found.at(-1);
      const gap = word.index > 0 && /[ \n\t]/.test(node.data[word.index - 1]) ? " " : "";
      if (last && Math.abs(last.box.top - box.top) < 2) last.words += gap + word[0];
      else found.push({ box, words: word[0] });
    }
    return found;
  };
  const hidden = (node) => {
    const look = getComputedStyle(node);
    return look.display === "none" || look.visibility === "hidden" || look.clipPath.startsWith("inset(50%");
  };

  const draw = (block, make) => {
    const frame = block.closest(".tabella");
    const scrolled = frame ? [frame.scrollLeft, frame.scrollTop] : null;
    if (frame) frame.scrollTo({ left: 0, top: 0, behavior: "instant" });
    const origin = block.getBoundingClientRect();
    const group = make("g", {});
    const text = (words, box, look) => group.append(make("text", {
      x: box.left - origin.left, y: box.top - origin.top + box.height * rise(look), fill: look.color,
      "font-size": parseFloat(look.fontSize), "font-weight": look.fontWeight,
    }, words));
    const edges = (box, look) => {
      [["Top", 0, 0, 1, 0], ["Bottom", 0, 1, 1, 1], ["Left", 0, 0, 0, 1], ["Right", 1, 0, 1, 1]].forEach(
        ([side, x1, y1, x2, y2]) => {
          const wide = parseFloat(look[`border${side}Width`]);
          if (!wide || look[`border${side}Style`] === "none") return;
          const [left, top] = [box.left - origin.left, box.top - origin.top];
          group.append(make("line", {
            x1: left + x1 * box.width, y1: top + y1 * box.height, x2: left + x2 * box.width, y2: top + y2 * box.height,
            stroke: look[`border${side}Color`], "stroke-width": wide,
          }));
        });
    };
    const round = (box, look) => {
      const radius = look.borderTopLeftRadius;
      return radius.endsWith("%") ? (parseFloat(radius) / 100) * box.width : parseFloat(radius) || 0;
    };
    const visit = (node) => {
      if (node.nodeType === Node.TEXT_NODE) {
        const look = getComputedStyle(node.parentElement);
        lines(node).forEach(({ box, words }) => text(words, box, look));
        return;
      }
      if (node.nodeType !== Node.ELEMENT_NODE || hidden(node)) return;
      const look = getComputedStyle(node);
      const box = node.getBoundingClientRect();
      const place = { x: box.left - origin.left, y: box.top - origin.top, width: box.width, height: box.height };
      const border = parseFloat(look.borderTopWidth);
      if (node.tagName === "IMG") group.append(make("image", { ...place, href: node.src }));
      else if (round(box, look) > 0) {
        group.append(make("rect", {
          ...place, rx: round(box, look), fill: look.backgroundColor, stroke: border ? look.borderTopColor : "none",
          "stroke-width": border, opacity: look.opacity,
        }));
      } else {
        if (!NOTHING.includes(look.backgroundColor)) {
          group.append(make("rect", { ...place, fill: look.backgroundColor, opacity: look.opacity }));
        }
        edges(box, look);
      }
      // On a phone the heading of a cell stands above it, written by the style sheet.
      const said = getComputedStyle(node, "::before");
      if (said.display === "block" && said.content.startsWith('"')) {
        text(said.content.slice(1, -1), { left: box.left, top: box.top, height: parseFloat(said.fontSize) * 1.5 }, said);
      }
      node.childNodes.forEach(visit);
    };
    visit(block);
    if (frame) frame.scrollTo({ left: scrolled[0], top: scrolled[1], behavior: "instant" });
    return { group, width: origin.width, height: origin.height };
  };

  // Every block of a figure, in order; `make(name, attributes, words)` makes an SVG node.
  window.leps_disegna = (figure, make) => [...figure.querySelectorAll(BLOCKS)]
    .filter((block) => !block.closest("details") && !block.closest('[class*="st-key-piede_"]'))
    .map((block) => draw(block, make));
})();
