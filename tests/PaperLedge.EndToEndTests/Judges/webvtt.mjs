// What W3C's parser and validator says of captions: how many cues there are, and every error. It is a script of browsers, with no module in it.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const { WebVTTParser } = createRequire(import.meta.url)("webvtt-parser");
const { cues, errors } = new WebVTTParser().parse(readFileSync(0, "utf8"), "captions");
console.log(JSON.stringify({ cues: cues.length, end: cues.at(-1)?.endTime, errors }));
