// Usage: node assets.mjs <folder for fonts> <file for the icon sprite>
// Copies the fonts that tokens.css names and joins the icons of icons.txt into one SVG sprite.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const here = import.meta.dirname;
const [fontFolder, spriteFile] = process.argv.slice(2);

const fonts = [
  "@fontsource-variable/ibm-plex-sans/files/ibm-plex-sans-latin-wght-normal.woff2",
  "@fontsource/ibm-plex-mono/files/ibm-plex-mono-latin-400-normal.woff2",
  "@fontsource/ibm-plex-mono/files/ibm-plex-mono-latin-500-normal.woff2",
];

function symbol(name) {
  const svg = readFileSync(join(here, "node_modules/lucide-static/icons", `${name}.svg`), "utf8");
  const shapes = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
  return `<symbol id="${name}" viewBox="0 0 24 24">${shapes.replace(/\s*\n\s*/g, "").replace(/ \/>/g, "/>")}</symbol>`;
}

mkdirSync(fontFolder, { recursive: true });
for (const font of fonts) {
  copyFileSync(join(here, "node_modules", font), join(fontFolder, font.split("/").at(-1)));
}
copyFileSync(join(here, "node_modules/@fontsource/ibm-plex-mono/LICENSE"), join(fontFolder, "OFL-LICENSE.txt"));

const names = readFileSync(join(here, "icons.txt"), "utf8").split("\n").filter(Boolean);
mkdirSync(dirname(spriteFile), { recursive: true });
writeFileSync(spriteFile, names.map(symbol).join("\n") + "\n");
