"use strict";

/*
 * Elements of the page; texts become text, never markup.
 *
 * Draw.svg(tag, attributes, ...children), Draw.html(tag, attributes, ...children)
 * Draw.filled(words, parts)  words with a part in the place of each {name}
 */
const Draw = (() => {
  const SVG = "http://www.w3.org/2000/svg";

  function finished(made, attributes, children) {
    for (const [name, value] of Object.entries(attributes ?? {})) made.setAttribute(name, value);
    made.append(...children);
    return made;
  }

  const svg = (tag, attributes, ...children) => finished(document.createElementNS(SVG, tag), attributes, children);
  const html = (tag, attributes, ...children) => finished(document.createElement(tag), attributes, children);

  const filled = (words, parts) => words.replace(/\{(\w+)\}/g, (_, name) => parts[name]);

  return Object.freeze({ svg, html, filled });
})();
