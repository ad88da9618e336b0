// Bundles what the browser gets into samsyn/static/built/: one stylesheet, one script, htmx, one icon sprite and the typeface.
// Nothing from npm is committed; the folder is ignored by git and goes into the wheel.
import { build } from "esbuild";
import { copyFile, mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const source = path.join(here, "..", "samsyn", "static");
const built = path.join(source, "built");
const packages = path.join(here, "node_modules");
// Made here, and moved over the old ones file by file: whoever reads meanwhile meets no half of one, and none missing.
const made = path.join(packages, ".built");
const typeface = path.join(packages, "@fontsource-variable", "atkinson-hyperlegible-next", "files");

async function bundleStyles() {
  const pages = (await readdir(path.join(source, "css", "pages"))).filter((name) => name.endsWith(".css")).sort();
  const imports = pages.map((name) => `@import "./pages/${name}";`).join("\n");
  const entry = (await readFile(path.join(source, "css", "samsyn.css"), "utf8")) + imports;
  await build({
    stdin: { contents: entry, resolveDir: path.join(source, "css"), loader: "css" },
    outfile: path.join(made, "samsyn.css"),
    bundle: true,
    minify: true,
    external: ["*.woff2"],
    target: ["chrome123", "firefox120", "safari17.5"],
  });
}

async function bundleScripts() {
  await build({
    entryPoints: [path.join(source, "js", "main.js")],
    outfile: path.join(made, "samsyn.js"),
    bundle: true,
    minify: true,
    format: "iife",
    target: ["chrome123", "firefox120", "safari17.5"],
  });
  await copyFile(path.join(packages, "htmx.org", "dist", "htmx.min.js"), path.join(made, "htmx.min.js"));
}

async function writeSprite() {
  const names = JSON.parse(await readFile(path.join(here, "icons.json"), "utf8"));
  const symbols = await Promise.all([...new Set(names)].sort().map(symbol));
  await writeFile(path.join(made, "icons.svg"), `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`);
}

async function symbol(name) {
  const svg = await readFile(path.join(packages, "lucide-static", "icons", `${name}.svg`), "utf8");
  const inner = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
  return `<symbol id="${name}" viewBox="0 0 24 24">${inner.replace(/\s*\n\s*/g, "").trim()}</symbol>`;
}

async function copyTypeface() {
  for (const style of ["normal", "italic"]) {
    const file = `atkinson-hyperlegible-next-latin-wght-${style}.woff2`;
    await copyFile(path.join(typeface, file), path.join(made, "fonts", `atkinson-next-${style}.woff2`));
  }
}

async function moveIntoPlace() {
  await mkdir(path.join(built, "fonts"), { recursive: true });
  const files = (await readdir(made, { recursive: true })).filter((name) => path.extname(name));
  await Promise.all(files.map((name) => rename(path.join(made, name), path.join(built, name))));
}

await rm(made, { recursive: true, force: true });
await mkdir(path.join(made, "fonts"), { recursive: true });
await Promise.all([bundleStyles(), bundleScripts(), writeSprite(), copyTypeface()]);
await moveIntoPlace();
