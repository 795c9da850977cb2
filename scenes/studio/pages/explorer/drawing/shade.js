"use strict";

/*
 * How bright a neuron is: black and white are activations, and those between are grey in proportion.
 *
 * Shade.of([dark, light], [black, white], activation)  { fill, ink }: the colour between dark and light, #RRGGBB
 *   each, and black or white, whichever has more contrast to it
 */
const Shade = (() => {
  const channels = (colour) => [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16));
  const linear = (share) => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4);

  function luminance(rgb) {
    const [red, green, blue] = rgb.map((each) => linear(each / 255));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }

  function of([dark, light], [black, white], activation) {
    const level = Math.max(0, Math.min(1, (activation - black) / (white - black)));
    const ends = channels(light);
    const rgb = channels(dark).map((each, i) => Math.round(each + level * (ends[i] - each)));
    const lifted = luminance(rgb) + 0.05;
    return { fill: `rgb(${rgb})`, ink: lifted / 0.05 > 1.05 / lifted ? "#000000" : "#FFFFFF" };
  }

  return Object.freeze({ of });
})();
