// What the Podcast Index's own parser understands of a feed; its log, warnings and worse, comes on lines of its own.
import { readFileSync } from "node:fs";
import partytime from "podcast-partytime";

console.log(JSON.stringify(partytime.parseFeed(readFileSync(0, "utf8"))));
