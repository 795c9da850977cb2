"use strict";

/*
 * Elements of the page; texts become text, never markup.
 *
 * Draw.svg(tag, attributes, ...children), Draw.html(tag, attributes, ...children)
 */
const Draw = (() => {
  const SVG = "http://www.w3.org/2000/svg";

  function filled(made, attributes, children) {
    for (const [name, value] of Object.entries(attributes ?? {})) made.setAttribute(name, value);
    made.append(...children);
    return made;
  }

  const svg = (tag, attributes, ...children) => filled(document.createElementNS(SVG, tag), attributes, children);
  const html = (tag, attributes, ...children) => filled(document.createElement(tag), attributes, children);

  return Object.freeze({ svg, html });
})();
